using Haloy.Proxy.Compression;
using Haloy.Proxy.Counting;
using Haloy.Proxy.LoadBalancing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Forwarding;

/// <summary>What all exchanges share: clock, compressor, log, and the counters of what leads to no app.</summary>
internal sealed partial class Forwarder(Meter unrouted, TimeProvider time, Compressor compressor, ILogger<Forwarder> logger)
{
    private static readonly TimeSpan MaxStall = TimeSpan.FromSeconds(60);

    private readonly long _maxStall = Ticks(MaxStall, time);

    public Compressor Compressor => compressor;

    /// <summary>Counts what leads to no app.</summary>
    public Meter Unrouted => unrouted;

    public long DeadlineIn(TimeSpan limit, long now) => now + Ticks(limit, time);

    /// <summary>Whether one side has not taken anything for too long.</summary>
    public bool IsTooLong(long since, long now) => now - since >= _maxStall;

    private static long Ticks(TimeSpan span, TimeProvider time) => (long)(span.TotalSeconds * time.TimestampFrequency);

    public void LogFailed(BackendKey backend, string host, Attempt attempt)
    {
        switch (attempt)
        {
            case Attempt.Truncated:
                LogTruncated(backend, host);
                break;
            case Attempt.TimedOut:
                LogTimedOut(backend, host);
                break;
            default:
                LogNoResponse(backend, host, attempt);
                break;
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Backend {Backend} cannot be reached: {Reason}")]
    public partial void LogDialFailed(BackendKey backend, string reason);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Backend {Backend} broke off a response for {Host}")]
    private partial void LogTruncated(BackendKey backend, string host);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "Backend {Backend} did not begin a response for {Host} in time")]
    private partial void LogTimedOut(BackendKey backend, string host);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "Backend {Backend} gave no response for {Host}: {Attempt}")]
    private partial void LogNoResponse(BackendKey backend, string host, Attempt attempt);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "Backend {Backend} sent a response that is refused: {Reason}")]
    public partial void LogBadResponse(BackendKey backend, string reason);
}
