using Haloy.Contracts.Logs;
using Haloy.Server.Logs;
using Haloy.Server.ProxySync;

namespace Haloy.Server.Api;

/// <summary><c>GET /v1/server-logs</c>: the daemon's own log, and on request what the proxy says of requests.</summary>
internal sealed class ServerLogsHandler(ServerLog log, AccessLogFollower accessLog, TimeProvider time)
{
    public Task GetAsync(HttpContext context)
    {
        var requests = context.Request.Query["access-logs"] == "true";
        return EventStream.RunAsync(context, async (stream, cancellationToken) =>
        {
            using var reader = log.Enter(requests);
            using var following = requests ? accessLog.Follow() : null;
            await foreach (var entry in reader.ReadAsync(cancellationToken))
                await stream.SendAsync(entry, LogJson.Default.LogEntry, id: null, cancellationToken);
        }, time);
    }
}
