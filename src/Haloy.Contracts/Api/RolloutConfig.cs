namespace Haloy.Contracts.Api;

/// <summary>Traffic moves to the new version in steps, and back when it does worse.</summary>
public sealed record CanaryConfig
{
    /// <summary>Percent of the traffic, rising, each below 100.</summary>
    public IReadOnlyList<int>? Steps { get; init; }

    /// <summary>Seconds each step is watched.</summary>
    public int? BakeSeconds { get; init; }

    /// <summary>What ends it.</summary>
    public CanaryAbort? Abort { get; init; }
}

/// <summary>When a canary has failed.</summary>
public sealed record CanaryAbort
{
    /// <summary>Percent of the new version's answers that may be server errors.</summary>
    public decimal? ErrorRatePercent { get; init; }

    /// <summary>Requests before the rate means anything.</summary>
    public int? MinRequests { get; init; }
}
