using Haloy.Proxy.Tests.Support;
using static Haloy.Proxy.Tests.Support.Frames;

namespace Haloy.Proxy.Tests.Http2;

/// <summary>Clients that make us work for nothing are sent away (ENHANCE_YOUR_CALM); others on the same proxy are served meanwhile.</summary>
public sealed class FloodTests(Http2Fixture fixture) : IClassFixture<Http2Fixture>
{
    private static readonly byte[] Get = Request("GET", "/hold");

    // What is repeated, by the number of the turn from 0; streams are 1, 3, 5…
    private static readonly (string What, int Turns, Func<int, byte[]> Turn)[] Floods =
    [
        ("rapid reset", 1000, i => [.. Frame(Headers, Whole, (2 * i) + 1, Get), .. Frame(Reset, 0, (2 * i) + 1, 0, 0, 0, 8)]),
        ("made to reset by DATA after the end", 1000, i => [.. Frame(Headers, Whole, (2 * i) + 1, Get), .. Frame(Data, 0, (2 * i) + 1, 1)]),
        ("made to reset by a wrong length", 1000, i =>
            [.. Frame(Headers, EndHeaders, (2 * i) + 1, Request("POST", "/hold", ("content-length", "1"))), .. Frame(Data, 0, (2 * i) + 1, 1, 2)]),
        ("made to reset by malformed trailers", 1000, i =>
            [.. Frame(Headers, EndHeaders, (2 * i) + 1, Request("POST", "/hold")), .. Frame(Headers, Whole, (2 * i) + 1, Block((":a", "b")))]),
        ("malformed requests", 2000, i => Frame(Headers, Whole, (2 * i) + 1, Block(("X", "y")))),
        ("requests beyond the limit", 2000, i => Frame(Headers, Whole, (2 * i) + 1, Get)),
        ("SETTINGS", 2000, _ => Setting(3, 100)),
        ("SETTINGS acknowledged", 2000, _ => Frame(Settings, Ack, 0)),
        ("PING", 2000, _ => Frame(Ping, 0, 0, "12345678"u8)),
        ("PRIORITY", 2000, _ => Frame(Priority, 0, 1, 0, 0, 0, 0, 1)),
        ("empty DATA", 2000, i => i == 0 ? Frame(Headers, EndHeaders, 1, Request("POST", "/hold")) : Frame(Data, 0, 1)),
        ("RST_STREAM of streams that are over", 2000, i => i == 0 ? Frame(Headers, Whole, 1, Get) : Frame(Reset, 0, 1, 0, 0, 0, 8)),
        ("WINDOW_UPDATE", 20_000, _ => Frame(Window, 0, 0, 0, 0, 0, 1)),
        ("unknown frames", 2000, _ => Frame(0x99, 0, 0)),
    ];

    public static TheoryData<string> All => [.. Floods.Select(f => f.What)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Flood_ends_its_connection(string what)
    {
        var (_, turns, turn) = Floods.Single(f => f.What == what);
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);
        var reading = peer.ReadUntilAsync(_ => false);

        await peer.SendAsync(Hello);
        for (var i = 0; i < turns && !reading.IsCompleted; i++)
            await peer.SendAsync(turn(i));

        Assert.Equal("GOAWAY 11", (await reading).Last(f => f.Type == GoAway).ToString());
        Assert.Empty(fixture.Defects);
    }

    [Fact]
    public async Task Client_that_finishes_its_requests_may_go_on_for_ever()
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);
        await peer.SendAsync(Hello);

        for (var stream = 1; stream < 1000; stream += 2)
        {
            // Every third is given up: impatient, not hostile.
            byte[][] sent = stream % 3 == 0
                ? [Frame(Headers, Whole, stream, Get), Frame(Reset, 0, stream, 0, 0, 0, 8)]
                : [Frame(Headers, Whole, stream, Request("GET", "/")), Frame(Window, 0, 0, 0, 0, 1, 0)];
            await peer.SendAsync(sent);
            if (stream % 3 != 0)
                Assert.Contains(await peer.ReadUntilAsync(f => f.Ends && f.Stream == stream), f => f.Type == Headers);
        }
    }
}
