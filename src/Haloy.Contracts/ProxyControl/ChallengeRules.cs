using System.Buffers;
using Haloy.Core;

namespace Haloy.Contracts.ProxyControl;

/// <summary>What challenges in a snapshot may look like, so that answering them costs little and reveals nothing else.</summary>
public static class ChallengeRules
{
    /// <summary>Longest token; authorities use 43 characters.</summary>
    public const int MostToken = 256;

    /// <summary>Most challenges of either kind: what is left of a mistake must not fill the proxy's memory.</summary>
    public const int MostChallenges = 1000;

    private const int MostThumbprint = 128;

    // RFC 4648 §5, without padding.
    private static readonly SearchValues<char> Base64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>One line per problem; empty when all of them can be answered.</summary>
    public static IEnumerable<string> Problems(RoutingSnapshot snapshot) =>
        Http(snapshot.Challenges ?? []).Concat(Tls(snapshot.TlsChallenges ?? []));

    private static IEnumerable<string> Http(IReadOnlyList<SnapshotChallenge?> challenges)
    {
        if (challenges.Count > MostChallenges)
            yield return $"there are {challenges.Count} challenges; at most {MostChallenges} can be answered";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, challenge) in challenges.Index())
        {
            if (challenge is null || !IsToken(challenge.Token))
                yield return $"challenges[{index}] has a token that is not base64url text: '{challenge?.Token}'";
            else if (!IsKeyAuthorization(challenge.KeyAuthorization) || !challenge.KeyAuthorization.StartsWith(challenge.Token + ".", StringComparison.Ordinal))
                yield return $"challenge '{challenge.Token}': its key authorization is not its token, a dot and a thumbprint";
            else if (!seen.Add(challenge.Token))
                yield return $"challenge '{challenge.Token}' is there twice";
        }
    }

    private static IEnumerable<string> Tls(IReadOnlyList<SnapshotTlsChallenge?> challenges)
    {
        if (challenges.Count > MostChallenges)
            yield return $"there are {challenges.Count} TLS challenges; at most {MostChallenges} can be answered";
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, challenge) in challenges.Index())
        {
            if (challenge?.Domain is not { } domain || HostName.Problem(domain) is not null)
                yield return $"tls_challenges[{index}] is for '{challenge?.Domain}', which is no host name";
            else if (!IsKeyAuthorization(challenge.KeyAuthorization))
                yield return $"TLS challenge for '{domain}': its key authorization is not a token, a dot and a thumbprint";
            else if (!seen.Add(domain))
                yield return $"there are two TLS challenges for '{domain}'";
        }
    }

    private static bool IsKeyAuthorization(string? text) =>
        text?.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot && IsToken(text[..dot]) && IsToken(text[(dot + 1)..], MostThumbprint);

    private static bool IsToken(string? text, int most = MostToken) => text is { Length: > 0 } && text.Length <= most && !text.AsSpan().ContainsAnyExcept(Base64Url);
}
