using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Tests.Forwarding;
using Haloy.Proxy.Tests.Support;
using static Haloy.Proxy.Tests.Support.Frames;

namespace Haloy.Proxy.Tests.Properties;

/// <summary>Whatever a client sends, in whatever pieces, ends in an orderly way and is never met by a defect of ours.</summary>
public sealed class ConnectionPropertyTests(Http2Fixture fixture) : IClassFixture<Http2Fixture>
{
    private const string Host = "Host: app.example.com\r\n";

    private static readonly byte[][] Frames2 =
    [
        [.. Hello, .. Frame(Headers, Whole, 1, Request("GET", "/")), .. Frame(Headers, Whole, 3, Request("GET", "/hold")), .. Frame(Reset, 0, 3, 0, 0, 0, 8)],
        [.. Hello, .. Frame(Headers, EndHeaders, 1, Request("POST", "/")), .. Frame(Data, 0, 1, "hello"u8), .. Frame(Data, End | Padded, 1, 2, 1, 0, 0)],
        [.. Hello, .. Setting(4, 5), .. Setting(1, 0), .. Frame(Headers, Whole, 1, Request("GET", "/big")), .. Frame(Window, 0, 1, 0, 0, 0, 9), .. Setting(4, 0)],
        [.. Hello, .. Frame(Headers, End, 1, Request("GET", "/", ("cookie", "a=b"))), .. Frame(Continuation, EndHeaders, 1, Block(("cookie", "c=d")))],
        [.. Hello, .. Frame(Headers, EndHeaders, 1, Request("POST", "/", ("content-length", "5"))), .. Frame(Data, 0, 1, "hello"u8), .. Frame(Headers, Whole, 1, Block(("x", "y")))],
        [.. Hello, .. Frame(Ping, 0, 0, "12345678"u8), .. Frame(Settings, Ack, 0), .. Frame(Priority, 0, 3, 0, 0, 0, 0, 1), .. Frame(GoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ];

    private static readonly byte[][] Requests =
    [
        .. SmugglingCases.All.Select(c => Encoding.Latin1.GetBytes(c.Bytes)).Where(b => b.Length < 2000),
        Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{Host}\r\nPOST /a HTTP/1.1\r\n{Host}Content-Length: 5\r\n\r\nhelloGET /b HTTP/1.1\r\n{Host}\r\n"),
        Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nHEAD / HTTP/1.1\r\n{Host}\r\nGET /none HTTP/1.1\r\nHost: b\r\n\r\n"),
    ];

    [Fact]
    public Task Http2_connection_ends_in_an_orderly_way() => Trials.RunAsync(100, chance => Mutations.Of(Frames2, chance), async (input, chance) =>
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);
        var reading = peer.ReadUntilAsync(_ => false);
        var at = 0;
        foreach (var piece in Mutations.Split(input.Length, chance))
        {
            await peer.SendAsync(input[at..(at + piece)]);
            at += piece;
        }

        await peer.EndAsync();
        await reading;
        Assert.Empty(fixture.Defects);
    });

    [Fact]
    public Task Http1_connection_ends_in_an_orderly_way() => Trials.RunAsync(40, chance => Mutations.Of(Requests, chance), async (input, chance) =>
    {
        using var socket = await fixture.Proxy.ConnectAsync();
        socket.NoDelay = true;
        var reading = ReadAsync(socket);
        var at = 0;
        try
        {
            foreach (var piece in Mutations.Split(input.Length, chance))
            {
                await socket.SendAsync(input.AsMemory(at, piece), TestContext.Current.CancellationToken);
                at += piece;
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has ended already.
        }

        await reading;
        Assert.Empty(fixture.Defects);
    });

    private static async Task ReadAsync(Socket socket)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // By a reset: also an end.
        }
    }
}
