namespace Haloy.Contracts.Policies;

/// <summary>Ours: how requests are shared out among the backends of a route.</summary>
public sealed record SnapshotBalance
{
    /// <summary>Longest <see cref="SlowStartSeconds"/>.</summary>
    public const int MaxSlowStart = 3600;

    /// <summary><see cref="BalancePolicy.RoundRobin"/> when absent.</summary>
    public string? Policy { get; init; }

    /// <summary>How visitors come back to where they were; absent = not.</summary>
    public SnapshotSticky? Sticky { get; init; }

    /// <summary>Seconds in which the share of a backend that joins others grows to a full one; absent = at once.</summary>
    public int? SlowStartSeconds { get; init; }
}

/// <summary>Words of <see cref="SnapshotBalance.Policy"/>. A reader treats a word it does not know as the first.</summary>
public static class BalancePolicy
{
    /// <summary>One after the other.</summary>
    public const string RoundRobin = "round_robin";

    /// <summary>Whoever has the fewest requests and tunnels under way.</summary>
    public const string LeastConnections = "least_connections";
}

/// <summary>A cookie of the proxy's own that says where a visitor was served.</summary>
public sealed record SnapshotSticky
{
    /// <summary>Name of the cookie when none is given.</summary>
    public const string UsualCookie = "haloy_backend";

    /// <summary>Longest name of a cookie.</summary>
    public const int MaxName = 64;

    /// <summary>Its name; <see cref="UsualCookie"/> when absent.</summary>
    public string? Cookie { get; init; }

    /// <summary><see cref="StickyTo.Backend"/> when absent.</summary>
    public string? To { get; init; }
}

/// <summary>Words of <see cref="SnapshotSticky.To"/>. A reader treats a word it does not know as the first.</summary>
public static class StickyTo
{
    /// <summary>To the same backend as long as it can be reached.</summary>
    public const string Backend = "backend";

    /// <summary>To any backend of the same deployment: a visitor of a canary does not go to and fro between two versions.</summary>
    public const string Deployment = "deployment";
}
