using System.Net.WebSockets;

namespace Hello;

/// <summary>Answers that take their time: server-sent events, a long body, a WebSocket that repeats what it hears.</summary>
internal static class StreamEndpoints
{
    public static void MapStreams(this WebApplication app)
    {
        app.MapGet("/stream", (int? ms, int? count, HttpResponse response, IHostApplicationLifetime lifetime, CancellationToken cancellationToken) =>
            TickAsync(response, TimeSpan.FromMilliseconds(ms ?? 1000), count ?? int.MaxValue, lifetime.ApplicationStopping, cancellationToken));
        app.MapGet("/bytes", (long n, HttpResponse response, CancellationToken cancellationToken) => SendBytesAsync(response, n, cancellationToken));
        app.MapGet("/ws", EchoAsync);
    }

    // Ends by itself, after a last event, when the app is told to stop: an endless answer would hold up the shutdown.
    private static async Task TickAsync(
        HttpResponse response, TimeSpan interval, int count, CancellationToken stopping, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        using var timer = new PeriodicTimer(interval);
        try
        {
            for (var tick = 1; tick <= count; tick++)
            {
                await response.WriteAsync($"id: {tick}\ndata: tick {tick}\n\n", cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
                await timer.WaitForNextTickAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await response.WriteAsync("event: end\ndata: stopping\n\n", cancellationToken);
        }
    }

    private static async Task SendBytesAsync(HttpResponse response, long count, CancellationToken cancellationToken)
    {
        response.ContentType = "application/octet-stream";
        response.ContentLength = count;
        var chunk = new byte[64 * 1024];
        for (var left = count; left > 0; left -= chunk.Length)
            await response.Body.WriteAsync(chunk.AsMemory(0, (int)Math.Min(left, chunk.Length)), cancellationToken);
    }

    private static async Task EchoAsync(HttpContext context, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            await context.Response.WriteAsync("speak WebSocket here\n", context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        // Only our own half is closed here, so that what the peer has already sent is still repeated.
        await using var goodbye = lifetime.ApplicationStopping.Register(() =>
            _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "stopping", context.RequestAborted));
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            if (socket.State == WebSocketState.Open)
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }

        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}
