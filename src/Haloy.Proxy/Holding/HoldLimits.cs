namespace Haloy.Proxy.Holding;

/// <summary>How many requests may wait for routes that are holding; who comes then is asked to try again.</summary>
public sealed record HoldLimits
{
    /// <summary>Requests of one route.</summary>
    public int PerRoute { get; init; } = 5_000;

    /// <summary>Requests of all routes together.</summary>
    public int Total { get; init; } = 10_000;

    /// <summary>Bytes that are kept of all of them: heads, and the part of a body that has been read or may have to be.</summary>
    public long Bytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// Requests let go that may be without an answer at the same time, all loops together: an app that has just started is not met by everybody
    /// who waited for it at once.
    /// </summary>
    public int AtOnce { get; init; } = 256;
}
