namespace Haloy.Contracts.Api;

/// <summary>How requests are shared out among the replicas.</summary>
public sealed record LoadBalancingConfig
{
    /// <summary><c>round_robin</c> (default) or <c>least_connections</c>.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether a visitor stays with a replica, by a cookie.</summary>
    public bool? Sticky { get; init; }

    /// <summary>Name of that cookie; absent = <see cref="Policies.SnapshotSticky.UsualCookie"/>.</summary>
    public string? StickyCookie { get; init; }

    /// <summary>Seconds in which the share of a new replica grows to a full one.</summary>
    public int? SlowStartSeconds { get; init; }
}
