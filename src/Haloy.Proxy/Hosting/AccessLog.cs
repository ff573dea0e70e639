using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>One line per request (spec/server §6.11), when asked for.</summary>
internal sealed partial class AccessLog(bool enabled, TimeProvider time, ILogger<AccessLog> logger)
{
    /// <summary>Whether lines are wanted.</summary>
    public bool IsOn => enabled && logger.IsEnabled(LogLevel.Information);

    /// <summary>Remembers what the line will say of a request.</summary>
    public RequestLog Begin(RequestHead request, ReadOnlySpan<byte> bytes, string host, Origin client)
    {
        // Queries carry tokens and addresses: only the path is written down.
        var target = bytes[request.Target];
        var query = target.IndexOf((byte)'?');
        return new RequestLog(
            this,
            time.GetTimestamp(),
            Encoding.Latin1.GetString(bytes[request.Method]),
            host,
            Encoding.Latin1.GetString(query < 0 ? target : target[..query]),
            client.Address?.ToString() ?? "",
            Encoding.Latin1.GetString(request.ValueOf(bytes, "User-Agent"u8)));
    }

    internal void Write(RequestLog request, int status) => LogRequest(
        request.Method, request.Host, request.Path, status, (long)time.GetElapsedTime(request.StartedAt).TotalMilliseconds, request.Peer, request.Agent);

    [LoggerMessage(
        EventId = 4301,
        Level = LogLevel.Information,
        Message = "request {Method} {Host}{Path} {Status} {DurationMs}ms {RemoteAddr} {UserAgent}")]
    private partial void LogRequest(string method, string host, string path, int status, long durationMs, string remoteAddr, string userAgent);
}

/// <summary>The line of one request while its answer is not known.</summary>
internal sealed record RequestLog(AccessLog Log, long StartedAt, string Method, string Host, string Path, string Peer, string Agent)
{
    private int _status;

    public void Answered(int status) => _status = status;

    public void Write() => Log.Write(this, _status);
}
