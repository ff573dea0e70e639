using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Control;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Control;

/// <summary>The control API as bytes: what its clients may send, and what they may not.</summary>
public sealed class ControlConnectionTests
{
    private const string Host = "Host: control\r\n";
    private const string Snapshot = """{"routes":[{"canonical":"app.example.com"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET /v1/status HTTP/1.1\r\n" + Host + "Connection: close\r\n\r\n", "200 OK")]
    [InlineData("GET /v1/status?verbose HTTP/1.0\r\n" + Host + "\r\n", "200 OK")]
    [InlineData("PUT /v1/config HTTP/1.1\r\n" + Host + "Connection: close\r\nContent-Length: 44\r\n\r\n" + Snapshot, "200 OK")]
    [InlineData("PUT /v1/config HTTP/1.1\r\n" + Host + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n2c\r\n" + Snapshot + "\r\n0\r\n\r\n", "200 OK")]
    [InlineData("PUT /v1/config HTTP/1.1\r\n" + Host + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\nxx\r\n", "400 Bad Request")]
    [InlineData("POST /v1/config HTTP/1.1\r\n" + Host + "Connection: close\r\n\r\n", "404 Not Found")]
    [InlineData("GET /v1/status HTTP/1.1\r\n\r\n", "400 Bad Request")]
    [InlineData("GET /v1/status HTTP/1.1\nHost: control\n\n", "400 Bad Request")]
    [InlineData("PUT /v1/config HTTP/1.1\r\n" + Host + "Content-Length: 16777217\r\n\r\n", "413 Content Too Large")]
    public async Task Request_is_answered_as_json_however_it_arrives(string request, string status)
    {
        await using var proxy = await TestProxy.StartAsync();

        foreach (var pieces in (int[])[1, request.Length])
        {
            using var socket = await ConnectAsync(proxy);
            foreach (var piece in request.Chunk(request.Length / pieces))
                await socket.SendAsync(Encoding.Latin1.GetBytes(piece), Cancel);
            var answer = await ReadToEndAsync(socket);

            Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer);
            Assert.Contains("\r\nContent-Type: application/json\r\n", answer);
            Assert.Contains("\r\nConnection: close\r\n", answer);
            Assert.EndsWith("}", answer);
        }
    }

    [Fact]
    public async Task Requests_in_one_piece_are_answered_in_turn()
    {
        await using var proxy = await TestProxy.StartAsync();
        using var socket = await ConnectAsync(proxy);
        const string Put = "PUT /v1/config HTTP/1.1\r\n" + Host + "Content-Length: 44\r\n\r\n" + Snapshot;

        await socket.SendAsync(Encoding.Latin1.GetBytes($"{Put}{Put}HEAD /v1/status HTTP/1.1\r\n{Host}Connection: close\r\n\r\n"), Cancel);
        var answers = (await ReadToEndAsync(socket)).Split("HTTP/1.1 ")[1..];

        Assert.Equal(["200", "200", "404"], answers.Select(a => a[..3]));
        Assert.EndsWith("\r\n\r\n", answers[2]);
    }

    [Fact]
    public async Task Client_that_asks_first_is_told_to_go_on()
    {
        await using var proxy = await TestProxy.StartAsync();
        using var socket = await ConnectAsync(proxy);

        await socket.SendAsync(Encoding.Latin1.GetBytes($"PUT /v1/config HTTP/1.1\r\n{Host}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 44\r\n\r\n"), Cancel);
        var buffer = new byte[25];
        await new NetworkStream(socket).ReadExactlyAsync(buffer, Cancel);
        await socket.SendAsync(Encoding.Latin1.GetBytes(Snapshot), Cancel);

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.Latin1.GetString(buffer));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await ReadToEndAsync(socket));
    }

    [Fact]
    public async Task Chunks_are_taken_up_to_the_limit_only()
    {
        await using var proxy = await TestProxy.StartAsync();
        using var socket = await ConnectAsync(proxy);
        var megabyte = Encoding.Latin1.GetBytes($"100000\r\n{new string(' ', 1024 * 1024)}\r\n");

        await socket.SendAsync(Encoding.Latin1.GetBytes($"PUT /v1/config HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n"), Cancel);
        for (var i = 0; i < ControlConnection.MaxBody / megabyte.Length; i++)
            await socket.SendAsync(megabyte, Cancel);
        Assert.Equal(0, socket.Available);
        await socket.SendAsync(megabyte, Cancel);
        await socket.SendAsync(megabyte, Cancel);

        Assert.StartsWith("HTTP/1.1 413 ", await ReadToEndAsync(socket));
    }

    [Fact]
    public async Task Slow_request_is_given_up_and_an_idle_connection_too()
    {
        var clock = new FakeClock();
        await using var proxy = await TestProxy.StartAsync(clock);
        using var slow = await ConnectAsync(proxy);
        using var idle = await ConnectAsync(proxy);
        await slow.SendAsync("GET /v1/status HTTP/1.1\r\n"u8.ToArray(), Cancel);
        await idle.SendAsync(Encoding.Latin1.GetBytes($"GET /v1/status HTTP/1.1\r\n{Host}\r\n"), Cancel);
        Assert.NotEqual(0, await idle.ReceiveAsync(new byte[4096], Cancel));

        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("", await ReadToEndAsync(slow));
        Assert.False(idle.Poll(0, SelectMode.SelectRead));
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("", await ReadToEndAsync(idle));
    }

    [Fact]
    public async Task Visitors_are_served_while_a_snapshot_is_taken()
    {
        using var clock = new HeldClock();
        await using var backend = await KestrelBackend.NamedAsync("here");
        await using var proxy = await TestProxy.StartAsync(clock);
        await proxy.ServeAsync(backend.EndPoint);

        clock.HoldControl();
        var applying = proxy.ServeAsync(backend.EndPoint);
        await clock.Held;
        for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
            Assert.Contains("here", await proxy.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n"));
        Assert.False(applying.IsCompleted);
        clock.Release();

        await applying;
    }

    private static async Task<Socket> ConnectAsync(TestProxy proxy)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(proxy.Server.ControlSocketPath), Cancel);
        return socket;
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancel);
    }

    /// <summary>Stops the thread of the control API when it looks at the clock, which it does when a table comes into force.</summary>
    private sealed class HeldClock : TimeProvider, IDisposable
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _open = new(initialState: true);

        public Task Held => _held.Task;

        public void HoldControl() => _open.Reset();

        public void Release() => _open.Set();

        public override DateTimeOffset GetUtcNow()
        {
            if (!_open.IsSet && Thread.CurrentThread.Name?.Contains("control", StringComparison.Ordinal) == true)
            {
                _held.TrySetResult();
                _open.Wait();
            }

            return base.GetUtcNow();
        }

        public void Dispose() => _open.Dispose();
    }
}
