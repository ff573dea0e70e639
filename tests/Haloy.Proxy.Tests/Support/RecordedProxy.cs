using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haloy.Proxy.Tests.Support;

/// <summary>A proxy for many raw requests, with a backend that writes down what reaches it and says 200.</summary>
public sealed class RecordedProxy : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Head, string? Body)> _received = new();
    private int _clients;
    private ScriptedBackend _backend = null!;
    private TestProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
            {
                var body = await peer.ReadBodyAsync(head);
                _received.Enqueue((head, body));
                if (body is null)
                    return;
                await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        _proxy = await TestProxy.ServingAsync(_backend.EndPoint);
    }

    /// <summary>Sends these bytes in pieces of this size; returns all that comes back until the proxy closes, and what a backend got.</summary>
    public async Task<(string Response, IReadOnlyList<(string Head, string? Body)> Received)> SendAsync(string bytes, int piece)
    {
        // Each client has an address of its own, so that what its requests became is known from that of the others.
        var number = Interlocked.Increment(ref _clients);
        var address = new IPAddress([127, 1, (byte)(number >> 8), (byte)number]);
        using var socket = await _proxy.ConnectAsync(address);
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var response = reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            foreach (var part in Encoding.Latin1.GetBytes(bytes).Chunk(piece))
                await stream.WriteAsync(part, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The proxy has seen enough.
        }

        return (await response, [.. _received.Where(r => r.Head.Contains($"X-Forwarded-For: {address}\r\n", StringComparison.Ordinal))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _backend.DisposeAsync();
    }
}
