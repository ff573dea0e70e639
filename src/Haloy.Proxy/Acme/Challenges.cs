using System.Collections.Frozen;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Acme;

/// <summary>
/// What a table answers certificate authorities: by HTTP (RFC 8555 §8.3) and by TLS handshakes (RFC 8737). Whoever knows a token may have its
/// answer, which says nothing to anybody but the authority.
/// </summary>
internal sealed class Challenges
{
    private readonly IReadOnlyList<SnapshotChallenge> _http;
    private readonly IReadOnlyList<SnapshotTlsChallenge> _tls;
    private readonly FrozenDictionary<string, ErrorPage>.AlternateLookup<ReadOnlySpan<char>> _answers;
    private readonly FrozenDictionary<string, ServerCertificate>.AlternateLookup<ReadOnlySpan<char>> _certificates;

    private Challenges(IReadOnlyList<SnapshotChallenge> http, IReadOnlyList<SnapshotTlsChallenge> tls, Challenges? before, DateTimeOffset now)
    {
        (_http, _tls) = (http, tls);
        _answers = http.ToFrozenDictionary(c => c.Token, c => ErrorPage.Content("application/octet-stream", c.KeyAuthorization), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _certificates = tls.ToFrozenDictionary(c => c.Domain, c => before?.Kept(c) ?? ChallengeCertificate.Make(c.Domain, c.KeyAuthorization, now), StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static Challenges None { get; } = new([], [], null, default);

    /// <summary>Whether a TLS handshake may be for one of them.</summary>
    public bool HasTls => _tls.Count > 0;

    /// <summary>Those of a snapshot that has passed <see cref="ChallengeRules"/>. Certificates that are still wanted are not made anew.</summary>
    public Challenges Next(RoutingSnapshot snapshot, DateTimeOffset now)
    {
        var (http, tls) = (snapshot.Challenges ?? [], snapshot.TlsChallenges ?? []);
        return http.SequenceEqual(_http) && tls.SequenceEqual(_tls) ? this : new Challenges(http, tls, this, now);
    }

    /// <summary>The answer to a request for a token, if it is one of ours.</summary>
    /// <param name="token">What is asked for: the rest of a target, maybe with a query.</param>
    public ErrorPage? AnswerTo(ReadOnlySpan<byte> token)
    {
        if (_http.Count == 0)
            return null;
        var query = token.IndexOf((byte)'?');
        token = query < 0 ? token : token[..query];
        Span<char> text = stackalloc char[ChallengeRules.MostToken];
        return token.Length <= text.Length
            && System.Text.Ascii.ToUtf16(token, text, out var length) == System.Buffers.OperationStatus.Done
            && _answers.TryGetValue(text[..length], out var answer) ? answer : null;
    }

    /// <summary>The certificate for a handshake about a host.</summary>
    public ServerCertificate? CertificateFor(ReadOnlySpan<char> host) => _certificates.TryGetValue(host, out var certificate) ? certificate : null;

    private ServerCertificate? Kept(SnapshotTlsChallenge challenge) => _tls.Contains(challenge) ? CertificateFor(challenge.Domain) : null;
}
