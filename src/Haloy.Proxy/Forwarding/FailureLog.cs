using Haloy.Proxy.LoadBalancing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Forwarding;

/// <summary>Says of backends that they fail: one line for a failure, and of each backend not more than one of a kind in ten seconds.</summary>
internal sealed partial class FailureLog(ILogger<Forwarder> logger)
{
    /// <param name="backend">Whose attempt has failed.</param>
    /// <param name="attempt">How.</param>
    /// <param name="host">Whose request it was.</param>
    /// <param name="reason">What is wrong, where that is known.</param>
    public void Add(Backend backend, Attempt attempt, string host, string? reason = null)
    {
        if (!backend.Failures.IsTime(attempt, out var leftOut))
            return;
        var more = leftOut == 0 ? "" : $" ({leftOut} more such failures since this was said last)";
        switch (attempt)
        {
            case Attempt.Unreachable:
                LogUnreachable(backend.Key, reason, more);
                break;
            case Attempt.Truncated:
                LogTruncated(backend.Key, host, more);
                break;
            case Attempt.TimedOut:
                LogTimedOut(backend.Key, host, more);
                break;
            case Attempt.BadResponse:
                LogRefused(backend.Key, host, reason, more);
                break;
            case Attempt.Idle:
                LogIdle(backend.Key, host, more);
                break;
            case Attempt.Stalled:
                LogStalled(backend.Key, host, more);
                break;
            case Attempt.NoResponse or Attempt.NotSent:
                LogNoResponse(backend.Key, host, more);
                break;
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "Backend {Backend} cannot be reached: {Reason}{More}")]
    private partial void LogUnreachable(BackendKey backend, string? reason, string more);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Backend {Backend} broke off a response for {Host}{More}")]
    private partial void LogTruncated(BackendKey backend, string host, string more);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "Backend {Backend} did not begin a response for {Host} in time{More}")]
    private partial void LogTimedOut(BackendKey backend, string host, string more);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "Backend {Backend} ended its connection without a response for {Host}{More}")]
    private partial void LogNoResponse(BackendKey backend, string host, string more);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning, Message = "Backend {Backend} sent a response for {Host} that is refused: {Reason}{More}")]
    private partial void LogRefused(BackendKey backend, string host, string? reason, string more);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Warning, Message = "A response of backend {Backend} for {Host} was cut: nothing moved on it for as long as timeouts.idle allows{More}")]
    private partial void LogIdle(BackendKey backend, string host, string more);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Warning, Message = "Backend {Backend} was given up: it took nothing of a request for {Host} for too long{More}")]
    private partial void LogStalled(BackendKey backend, string host, string more);
}
