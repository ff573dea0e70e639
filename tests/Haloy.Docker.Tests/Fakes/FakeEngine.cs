using System.Collections.Concurrent;
using System.Net.Sockets;
using Haloy.Testing;

namespace Haloy.Docker.Tests.Fakes;

/// <summary>A scripted engine behind a Unix socket, for the failures a real one will not produce. Answers pings itself; everything else is the script's.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Socket> _connections = [];
    private readonly ConcurrentQueue<FakeExchange> _exchanges = new();
    private Func<FakeExchange, Task> _script = exchange => exchange.RespondAsync(404, """{"message":"nothing scripted"}""");
    private Socket _listener;

    public FakeEngine()
    {
        Endpoint = DockerEndpoint.Parse($"unix://{_directory.File("d.sock")}");
        Client = new DockerClient(Endpoint, Clock);
        _listener = Listen();
    }

    public FakeClock Clock { get; } = new();

    public DockerEndpoint Endpoint { get; }

    public DockerClient Client { get; }

    /// <summary>What a ping answers; without it the header is missing.</summary>
    public string? ApiVersion { get; set; } = "1.47";

    /// <summary>Replaces the ping; <see langword="null"/> leaves it to <see cref="ApiVersion"/>.</summary>
    public Func<FakeExchange, Task>? OnPing { get; set; }

    public int Pings { get; private set; }

    /// <summary>All requests but pings, in order.</summary>
    public IReadOnlyList<FakeExchange> Requests => [.. _exchanges];

    /// <summary>Answers every request that follows.</summary>
    public FakeEngine Script(Func<FakeExchange, Task> script)
    {
        _script = script;
        return this;
    }

    /// <summary>Drops every connection and listens anew on the same path, as a restarted engine does.</summary>
    public void Restart()
    {
        Stop();
        _listener = Listen();
    }

    /// <summary>Drops every connection and leaves the socket file behind, as a killed engine does.</summary>
    public void Stop()
    {
        _listener.Dispose();
        foreach (var connection in _connections)
            connection.Dispose();
        _connections.Clear();
        // .NET takes the socket's file away; a killed engine does not, and connecting to any file nobody listens on is refused alike.
        File.WriteAllText(Endpoint.SocketPath!, "");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _end.CancelAsync();
        Stop();
        _end.Dispose();
        _directory.Dispose();
    }

    private Socket Listen()
    {
        File.Delete(Endpoint.SocketPath!);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Endpoint.SocketPath!));
        listener.Listen();
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(_end.Token);
                _connections.Add(socket);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await FakeExchange.ReadAsync(stream, _end.Token) is { } exchange)
                await AnswerAsync(exchange);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(FakeExchange exchange)
    {
        // Only the unversioned ping is the negotiation; a versioned one asks for the clock.
        if (exchange.Path == "/_ping")
        {
            Pings++;
            await (OnPing?.Invoke(exchange) ?? exchange.RespondAsync(200, "OK", ApiVersion is { } version ? $"Api-Version: {version}" : "X-None: 1"));
            return;
        }

        _exchanges.Enqueue(exchange);
        await _script(exchange);
    }
}
