using System.Buffers;
using Haloy.Core;

namespace Haloy.Contracts.Policies;

/// <summary>
/// What keeps a policy or a path from being put in force. A proxy refuses a snapshot whole, so one app's mistake must not get into it:
/// whoever makes or reads a policy asks here.
/// </summary>
public static class PolicyRules
{
    // With a page of the proxy's own they have to fit one of its buffers.
    private const int MaxHeaders = 16 * 1024;
    private const int MaxIterations = 10_000_000;

    // RFC 9110 §5.6.2
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // They describe the connection or the framing of one message (RFC 9110 §7.6.1 and §8.6), which only the proxy knows.
    private static readonly HashSet<string> ProxyHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "connection", "content-length", "transfer-encoding", "keep-alive", "upgrade", "te", "trailer", "proxy-connection", "proxy-authenticate", "date",
    };

    /// <summary>One line per problem; empty when the policy can be kept.</summary>
    public static IReadOnlyList<string> Problems(SnapshotPolicy? policy)
    {
        if (policy is null)
            return [];
        var problems = new List<string>();
        Headers(policy.Headers ?? new Dictionary<string, string>(), problems);
        problems.AddRange((policy.IpAllow ?? []).Where(n => !NetworkText.TryParse(n, out _)).Select(n => $"ip_allow '{n}' is not an address or a network"));
        // An empty list would let nobody in; who wrote it meant something else.
        if (policy.BasicAuth is { } users && (users.Count == 0 || !users.All(IsUsable) || users.DistinctBy(u => u.Username).Count() < users.Count))
            problems.Add("basic_auth names nobody, somebody twice, or somebody whose hash cannot be checked");
        if (policy.MaxBodyBytes < 0 || policy.ConnectSeconds <= 0 || policy.ResponseHeaderSeconds <= 0 || policy.IdleSeconds <= 0)
            problems.Add("a limit is not positive");
        Balance(policy.Balance, problems);
        return problems;
    }

    /// <summary>Whether a request can have this path prefix: with bytes that no target has it would silently never match.</summary>
    public static bool IsPrefix(string? path) =>
        path is { Length: > 1 } && path[0] == '/' && !path.AsSpan().ContainsAnyExceptInRange('!', '~') && !path.AsSpan().ContainsAny('?', '#')
        && !path.Contains("//", StringComparison.Ordinal);

    private static void Headers(IReadOnlyDictionary<string, string> headers, List<string> problems)
    {
        foreach (var (name, value) in headers)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Token) || ProxyHeaders.Contains(name) || value is null || value.Any(c => c != '\t' && char.IsControl(c)))
                problems.Add($"header '{name}' cannot be set to that");
        }

        if (headers.Sum(h => h.Key.Length + h.Value?.Length) > MaxHeaders)
            problems.Add($"the headers are longer than {MaxHeaders} characters");
    }

    /// <summary>Whether a cookie can have this name (RFC 6265 §4.1.1), and it is not longer than <see cref="SnapshotSticky.MaxName"/>.</summary>
    public static bool IsCookieName(string name) => name is { Length: > 0 and <= SnapshotSticky.MaxName } && !name.AsSpan().ContainsAnyExcept(Token);

    private static void Balance(SnapshotBalance? balance, List<string> problems)
    {
        if (balance?.Sticky?.Cookie is { } cookie && !IsCookieName(cookie))
            problems.Add($"balance: '{cookie}' cannot be the name of a cookie");
        if (balance?.SlowStartSeconds is <= 0 or > SnapshotBalance.MaxSlowStart)
            problems.Add($"balance: slow_start_seconds is not 1 to {SnapshotBalance.MaxSlowStart}");
    }

    private static bool IsUsable(SnapshotUser? user) =>
        user is { Username.Length: > 0, Salt.Length: > 0, Hash.Length: 32, Iterations: > 0 and <= MaxIterations } && !user.Username.Contains(':', StringComparison.Ordinal);
}
