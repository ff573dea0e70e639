namespace Haloy.Contracts.Api;

/// <summary>How readiness is found out, beyond the path that is probed (<see cref="TargetConfig.HealthCheckPath"/>).</summary>
public sealed record HealthCheckConfig
{
    /// <summary><c>http</c> (default), <c>tcp</c> = the port accepts connections, or <c>command</c> = a command in the container succeeds.</summary>
    public string? Type { get; init; }

    /// <summary>Port to probe as text, default <see cref="TargetConfig.Port"/>.</summary>
    public string? Port { get; init; }

    /// <summary>Status codes that mean ready: <c>200</c> or <c>200-299</c> each (<see cref="StatusRange"/>); default <c>200-299</c>.</summary>
    public IReadOnlyList<string>? Status { get; init; }

    /// <summary>Seconds between two probes.</summary>
    public int? IntervalSeconds { get; init; }

    /// <summary>Seconds a probe may take.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>For <c>command</c>: program and arguments.</summary>
    public IReadOnlyList<string>? Command { get; init; }
}
