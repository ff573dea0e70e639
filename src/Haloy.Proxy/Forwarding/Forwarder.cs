using Haloy.Proxy.Compression;
using Haloy.Proxy.Counting;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Forwarding;

/// <summary>What all exchanges share: clock, compressor, log, and the counters of what leads to no app.</summary>
internal sealed class Forwarder(Meter unrouted, TimeProvider time, Compressor compressor, ILogger<Forwarder> logger)
{
    private static readonly TimeSpan MaxStall = TimeSpan.FromSeconds(60);

    private readonly long _maxStall = Ticks(MaxStall, time);

    public Compressor Compressor => compressor;

    /// <summary>What becomes known of backends that fail.</summary>
    public FailureLog Failures { get; } = new(logger);

    /// <summary>Counts what leads to no app.</summary>
    public Meter Unrouted => unrouted;

    public long DeadlineIn(TimeSpan limit, long now) => now + Ticks(limit, time);

    /// <summary>Whether one side has not taken anything for too long.</summary>
    public bool IsTooLong(long since, long now) => now - since >= _maxStall;

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
