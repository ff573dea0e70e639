using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Hosting;

namespace Haloy.Server.Api;

/// <summary>Server-sent events (WHATWG HTML §9.2) as in spec/server §3.5: a comment at once and every 30 s, then <c>data:</c> lines of JSON.</summary>
internal sealed class EventStream : IDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly HttpContext _context;
    private readonly SemaphoreSlim _writing = new(1, 1);

    private EventStream(HttpContext context) => _context = context;

    /// <summary>Answers with the stream that <paramref name="produce"/> writes; ends with it or with the client.</summary>
    public static async Task RunAsync(HttpContext context, Func<EventStream, CancellationToken, Task> produce, TimeProvider time)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";

        if (HttpMethods.IsHead(context.Request.Method))
            return;

        using var stream = new EventStream(context);
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await stream.WriteAsync(": keepalive\n\n", ended.Token);
            var keepAlive = stream.KeepAliveAsync(time, ended.Token);
            await produce(stream, ended.Token);
            await ended.CancelAsync();
            await keepAlive;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader went away, or the daemon stops: a reader that connects to the next one goes on where it was.
        }
    }

    /// <summary>Sends one event; with <paramref name="id"/> a client that reconnects says where it was (<c>Last-Event-ID</c>).</summary>
    public Task SendAsync<T>(T value, JsonTypeInfo<T> type, long? id, CancellationToken cancellationToken) =>
        WriteAsync($"{(id is null ? "" : $"id: {id}\n")}data: {JsonSerializer.Serialize(value, type)}\n\n", cancellationToken);

    public void Dispose() => _writing.Dispose();

    private async Task KeepAliveAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(KeepAlive, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await WriteAsync(": keepalive\n\n", cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The stream ended.
        }
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            await _context.Response.Body.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}
