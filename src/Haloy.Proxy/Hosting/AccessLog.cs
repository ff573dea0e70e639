using Haloy.Proxy.Forwarding;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>One line per request (spec/server §6.11), when asked for.</summary>
internal sealed partial class AccessLog(bool enabled, TimeProvider time, ILogger<AccessLog> logger)
{
    public bool IsEnabled => enabled;

    public void Write(Exchange exchange)
    {
        if (!logger.IsEnabled(LogLevel.Information))
            return;

        var request = exchange.Request;
        // Queries carry tokens and addresses: only the path is written down.
        var query = exchange.Target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? exchange.Target : exchange.Target[..query];
        var duration = (long)time.GetElapsedTime(exchange.StartedAt).TotalMilliseconds;
        var agent = request.Headers.UserAgent.ToString();
        LogRequest(request.Method, exchange.Host, path, exchange.Response.StatusCode, duration, exchange.PeerText, agent);
    }

    [LoggerMessage(
        EventId = 4301,
        Level = LogLevel.Information,
        Message = "request {Method} {Host}{Path} {Status} {DurationMs}ms {RemoteAddr} {UserAgent}")]
    private partial void LogRequest(string method, string host, string path, int status, long durationMs, string remoteAddr, string userAgent);
}
