using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class StallTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n";
    private const string Upgrade = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: Upgrade\r\nUpgrade: bytes\r\n\r\n";

    private readonly FakeClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Get, "HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData(Get, "HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n")]
    [InlineData(Upgrade, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: bytes\r\n\r\n")]
    public async Task Client_that_stops_reading_does_not_keep_the_backend(string request, string head)
    {
        var cut = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync(head);
            await SendForEverAsync(peer.Stream, cut);
        });
        await using var proxy = await StartAsync(backend);
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(request), Cancel);

        await PassTimeUntilAsync(cut.Task);
    }

    [Fact]
    public async Task What_a_client_does_not_take_is_left_with_the_backend()
    {
        const int Most = 1024 * 1024;
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 64 * 1024 };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await using var proxy = await TestProxy.ServingAsync((IPEndPoint)listener.LocalEndPoint!);
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(proxy.Server.HttpEndpoint, Cancel);
        await client.SendAsync(Encoding.ASCII.GetBytes(Get), Cancel);
        using var backend = await listener.AcceptAsync(Cancel);
        await backend.ReceiveAsync(new byte[4096], Cancel);

        // Without a limit of ours the kernel's would be 4 MiB for the client's socket alone.
        backend.Blocking = false;
        var sent = 0L;
        for (var part = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n"); backend.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite); part = new byte[16 * 1024])
            sent += backend.Send(part, SocketFlags.None, out _);

        Assert.InRange(sent, 1, Most);
    }

    [Fact]
    public async Task Backend_that_stops_reading_does_not_keep_the_client()
    {
        var cut = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(peer => Task.Delay(Timeout.Infinite, peer.Stop));
        await using var proxy = await StartAsync(backend);
        using var client = await proxy.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 100000000000\r\n\r\n"u8.ToArray(), Cancel);
        await using var stream = new NetworkStream(client);
        var sending = SendForEverAsync(stream, cut);

        await PassTimeUntilAsync(cut.Task);
        await sending;
    }

    [Fact]
    public async Task Backend_that_takes_nothing_ends_its_tunnel_and_nothing_of_it_is_counted_or_answered_again()
    {
        var cut = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: bytes\r\n\r\n");
            await Task.Delay(Timeout.Infinite, peer.Stop);
        });
        await using var proxy = await StartAsync(backend);
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(Upgrade), Cancel);
        var head = new byte[4096];
        var length = await client.ReceiveAsync(head, Cancel);
        await using var stream = new NetworkStream(client);
        var sending = SendForEverAsync(stream, cut);

        await PassTimeUntilAsync(cut.Task);
        await sending;

        Assert.EndsWith("\r\n\r\n", Encoding.ASCII.GetString(head, 0, length));
        var counters = Assert.Single((await proxy.StatusAsync()).Backends!);
        Assert.Equal((0, 0, 1), (counters.InFlight, counters.Tunnels, backend.Connections));
    }

    [Fact]
    public async Task Silent_backend_is_waited_for()
    {
        var go = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            await go.Task;
            await peer.SendAsync("data: 2\n\n");
        });
        await using var proxy = await StartAsync(backend);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "app.example.com" } };
        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));

        Assert.Equal("data: 1", await reader.ReadLineAsync(Cancel));
        _clock.Advance(TimeSpan.FromHours(1));
        go.SetResult();

        Assert.Equal("\ndata: 2\n\n", await reader.ReadToEndAsync(Cancel));
    }

    private async Task<TestProxy> StartAsync(ScriptedBackend backend)
    {
        var proxy = await TestProxy.StartAsync(_clock);
        await proxy.ServeAsync(backend.EndPoint);
        return proxy;
    }

    private static async Task SendForEverAsync(Stream stream, TaskCompletionSource cut)
    {
        var block = new byte[64 * 1024];
        try
        {
            while (true)
                await stream.WriteAsync(block, Cancel);
        }
        catch (IOException)
        {
            cut.SetResult();
        }
    }

    // The stall begins when all buffers are full, which nothing tells: so time goes on until it has been seen.
    private async Task PassTimeUntilAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(1), Cancel));
        }
    }
}
