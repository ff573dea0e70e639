using System.Net.WebSockets;
using System.Text;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class WebSocketTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_pass_both_ways_and_the_tunnel_is_counted()
    {
        await using var backend = await EchoAsync();
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        using var socket = await ConnectAsync(proxy);

        foreach (var size in (int[])[1, 1000, 200_000])
            Assert.Equal(size, (await EchoAsync(socket, new string('x', size))).Length);
        var open = Assert.Single((await proxy.StatusAsync()).Backends!);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Cancel);

        Assert.Equal((0, 1), (open.InFlight, open.Tunnels));
        while (Assert.Single((await proxy.StatusAsync()).Backends!).Tunnels > 0)
            await Task.Yield();
    }

    [Fact]
    public async Task Draining_does_not_cut_open_tunnels()
    {
        await using var backend = await EchoAsync();
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        using var socket = await ConnectAsync(proxy);

        await proxy.ServeAsync();

        Assert.Equal("still", await EchoAsync(socket, "still"));
        Assert.Equal("gone", Assert.Single((await proxy.StatusAsync()).Backends!).State);
    }

    [Fact]
    public async Task Backend_that_refuses_is_relayed_and_nothing_is_tunnelled()
    {
        var requests = 0;
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is not null)
            {
                Interlocked.Increment(ref requests);
                await peer.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            }
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var response = await proxy.SendRawAsync(
            "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\nGET /smuggled HTTP/1.1\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403", response);
        Assert.EndsWith("no", response);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task Bytes_sent_along_with_the_101_arrive_first()
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: custom\r\n\r\nfirst");
            await peer.SendAsync(await peer.ReadAsync(4) ?? "");
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var all = await proxy.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: Upgrade\r\nUpgrade: custom\r\n\r\nping");

        Assert.StartsWith("HTTP/1.1 101", all);
        Assert.Contains("Upgrade: custom\r\n", all);
        Assert.EndsWith("\r\n\r\nfirstping", all);
    }

    private static Task<KestrelBackend> EchoAsync() => KestrelBackend.StartAsync(async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (message.MessageType == WebSocketMessageType.Close)
                break;
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    });

    private static async Task<ClientWebSocket> ConnectAsync(TestProxy proxy)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", "app.example.com");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{proxy.Server.HttpEndpoint.Port}/"), Cancel);
        return socket;
    }

    private static async Task<string> EchoAsync(ClientWebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, true, Cancel);
        var received = new List<byte>();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), Cancel);
            received.AddRange(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return Encoding.ASCII.GetString([.. received]);
        }
    }
}
