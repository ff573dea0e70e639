using Haloy.Proxy.Tests.Support;
using static Haloy.Proxy.Tests.Support.Frames;

namespace Haloy.Proxy.Tests.Http2;

/// <summary>What a server has to do with frames that break a rule of RFC 9113, one by one.</summary>
public sealed class FrameRulesTests(Http2Fixture fixture) : IClassFixture<Http2Fixture>
{
    private static readonly byte[] Pong = Frame(Ping, 0, 0, "testping"u8);
    private static readonly byte[] Get = Request("GET", "/hold");

    // Answered by the proxy, who does not want the body; with a window of 0 the answer has to wait.
    private static readonly byte[] Unread = Request("POST", "/stopped");
    private static readonly byte[] Answered = Request("GET", "/stopped");
    private static readonly byte[] GetBegin = [.. Get.Take(9)];
    private static readonly byte[] GetRest = [.. Get.Skip(9)];
    private static readonly byte[] GetCut = [.. Get.SkipLast(1)];
    private static readonly byte[] Post = Request("POST", "/hold");

    // What is wrong, what is sent after the greeting, and what has to come of it.
    private static readonly (string What, string Expected, byte[][] Sent)[] Cases =
    [
        ("6.1 DATA on stream 0", "GOAWAY 1", [Frame(Data, 0, 0, 1)]),
        ("5.1 DATA on an idle stream", "GOAWAY 1", [Frame(Data, 0, 1, 1)]),
        ("5.1 DATA on a stream of ours", "GOAWAY 1", [Frame(Headers, Whole, 3, Get), Frame(Data, 0, 2, 1)]),
        ("5.1 DATA after the end", "RST 1 5", [Frame(Headers, Whole, 1, Get), Frame(Data, 0, 1, 1)]),
        ("6.1 padding longer than DATA", "GOAWAY 1", [Frame(Headers, EndHeaders, 1, Post), Frame(Data, Padded, 1, 2, 0)]),
        ("6.1 padding without a length", "GOAWAY 1", [Frame(Headers, EndHeaders, 1, Post), Frame(Data, Padded, 1)]),
        ("6.1 padding that fits", "PONG", [Frame(Headers, EndHeaders, 1, Post), Frame(Data, Padded, 1, 3, 7, 0, 0, 0)]),
        ("6.2 HEADERS on stream 0", "GOAWAY 1", [Frame(Headers, Whole, 0, Get)]),
        ("5.1.1 HEADERS on an even stream", "GOAWAY 1", [Frame(Headers, Whole, 2, Get)]),
        ("5.1.1 HEADERS on a stream passed over", "GOAWAY 1", [Frame(Headers, Whole, 3, Get), Frame(Headers, Whole, 1, Get)]),
        ("5.1 HEADERS after the end", "RST 1 5", [Frame(Headers, Whole, 1, Get), Frame(Headers, Whole, 1, Get)]),
        ("6.2 padding longer than HEADERS", "GOAWAY 1", [Frame(Headers, Whole | Padded, 1, [100, .. Get])]),
        ("6.2 HEADERS too short for a priority", "GOAWAY 6", [Frame(Headers, Whole | WithPriority, 1, 0, 0, 0)]),
        ("6.2 HEADERS with priority and padding", "PONG", [Frame(Headers, Whole | WithPriority | Padded, 1, [1, 0, 0, 0, 0, 9, .. Get, 0])]),
        ("6.2 another frame inside a block", "GOAWAY 1", [Frame(Headers, End, 1, Get), Pong]),
        ("6.2 an unknown frame inside a block", "GOAWAY 1", [Frame(Headers, End, 1, Get), Frame(0x42, 0, 1)]),
        ("6.2 CONTINUATION of another stream", "GOAWAY 1", [Frame(Headers, End, 1, GetBegin), Frame(Continuation, EndHeaders, 3, GetRest)]),
        ("6.10 CONTINUATION of nothing", "GOAWAY 1", [Frame(Continuation, EndHeaders, 1, Get)]),
        ("6.10 CONTINUATION after the end of a block", "GOAWAY 1", [Frame(Headers, Whole, 1, Get), Frame(Continuation, EndHeaders, 1, Get)]),
        ("6.10 CONTINUATION on stream 0", "GOAWAY 1", [Frame(Headers, End, 1, Get), Frame(Continuation, EndHeaders, 0)]),
        ("6.10 block in three parts", "PONG", [Frame(Headers, End, 1, GetBegin), Frame(Continuation, 0, 1), Frame(Continuation, EndHeaders, 1, GetRest)]),
        ("10.5.1 block of 100 parts", "GOAWAY 11", [Frame(Headers, End, 1, Get), .. Enumerable.Repeat(Frame(Continuation, 0, 1), 100)]),
        ("10.5.1 block of 80000 bytes", "GOAWAY 11", [Frame(Headers, End, 1, Get), .. Enumerable.Repeat(Frame(Continuation, 0, 1, new byte[16000]), 5)]),
        ("4.3 block that is cut", "GOAWAY 9", [Frame(Headers, Whole, 1, GetCut)]),
        ("4.3 block with an index that is none", "GOAWAY 9", [Frame(Headers, Whole, 1, 0xff, 0x80, 0x01)]),
        ("6.3 PRIORITY on stream 0", "GOAWAY 1", [Frame(Priority, 0, 0, 0, 0, 0, 0, 1)]),
        ("6.3 PRIORITY of four bytes", "GOAWAY 6", [Frame(Priority, 0, 1, 0, 0, 0, 0)]),
        ("6.3 PRIORITY on an idle stream", "PONG", [Frame(Priority, 0, 9, 0, 0, 0, 0, 1)]),
        ("6.4 RST_STREAM on stream 0", "GOAWAY 1", [Frame(Reset, 0, 0, 0, 0, 0, 8)]),
        ("6.4 RST_STREAM on an idle stream", "GOAWAY 1", [Frame(Reset, 0, 1, 0, 0, 0, 8)]),
        ("6.4 RST_STREAM of three bytes", "GOAWAY 6", [Frame(Headers, Whole, 1, Get), Frame(Reset, 0, 1, 0, 0, 8)]),
        ("6.4 RST_STREAM", "PONG", [Frame(Headers, Whole, 1, Get), Frame(Reset, 0, 1, 0, 0, 0, 8)]),
        ("6.1 DATA after RST_STREAM", "RST 1 5", [Frame(Headers, EndHeaders, 1, Post), Frame(Reset, 0, 1, 0, 0, 0, 8), Frame(Data, 0, 1, 1), Frame(Data, 0, 1, 1)]),
        ("5.1 HEADERS after RST_STREAM", "GOAWAY 5", [Frame(Headers, EndHeaders, 1, Post), Frame(Reset, 0, 1, 0, 0, 0, 8), Frame(Headers, Whole, 1, Block(("x", "y")))]),
        ("5.1 HEADERS on a stream that both have ended", "GOAWAY 5", [Frame(Headers, Whole, 1, Answered), Frame(Headers, Whole, 1, Get)]),
        ("6.1 DATA on a stream that both have ended", "RST 1 5", [Frame(Headers, Whole, 1, Answered), Frame(Data, 0, 1, 1)]),
        ("5.1 WINDOW_UPDATE, RST_STREAM and PRIORITY on a stream that both have ended", "PONG",
            [Frame(Headers, Whole, 1, Answered), Frame(Window, 0, 1, 0, 0, 0, 1), Frame(Reset, 0, 1, 0, 0, 0, 8), Frame(Priority, 0, 1, 0, 0, 0, 0, 1)]),
        ("5.1 DATA and trailers on a stream that we have reset", "RST 1 0", [Frame(Headers, EndHeaders, 1, Unread), Frame(Data, 0, 1, 1), Frame(Headers, Whole, 1, Block(("x", "y")))]),
        ("5.1 DATA and trailers on a stream that we have refused", "RST 1 1",
            [Frame(Headers, EndHeaders, 1, Block(("X", "y"))), Frame(Data, 0, 1, 1), Frame(Headers, Whole, 1, Block(("x", "y")))]),
        ("6.5 SETTINGS on a stream", "GOAWAY 1", [Frame(Settings, 0, 1)]),
        ("6.5 SETTINGS of five bytes", "GOAWAY 6", [Frame(Settings, 0, 0, 0, 0, 0, 0, 0)]),
        ("6.5 SETTINGS acknowledged with something", "GOAWAY 6", [Frame(Settings, Ack, 0, 0, 3, 0, 0, 0, 1)]),
        ("6.5 SETTINGS acknowledged", "PONG", [Frame(Settings, Ack, 0)]),
        ("6.5.2 ENABLE_PUSH 2", "GOAWAY 1", [Setting(2, 2)]),
        ("6.5.2 INITIAL_WINDOW_SIZE beyond 31 bits", "GOAWAY 3", [Setting(4, 0x8000_0000)]),
        ("6.5.2 MAX_FRAME_SIZE too small", "GOAWAY 1", [Setting(5, 16383)]),
        ("6.5.2 MAX_FRAME_SIZE too large", "GOAWAY 1", [Setting(5, 16777216)]),
        ("6.5.2 a setting nobody knows", "PONG", [Setting(0xfafa, 1)]),
        ("6.6 PUSH_PROMISE", "GOAWAY 1", [Frame(Headers, Whole, 1, Get), Frame(Push, EndHeaders, 1, [0, 0, 0, 2, .. Get])]),
        ("6.7 PING on a stream", "GOAWAY 1", [Frame(Ping, 0, 1, "12345678"u8)]),
        ("6.7 PING of seven bytes", "GOAWAY 6", [Frame(Ping, 0, 0, "1234567"u8)]),
        ("6.8 GOAWAY on a stream", "GOAWAY 1", [Frame(GoAway, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)]),
        ("6.8 GOAWAY of four bytes", "GOAWAY 6", [Frame(GoAway, 0, 0, 0, 0, 0, 0)]),
        ("6.8 GOAWAY", "PONG", [Frame(GoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)]),
        ("6.9 WINDOW_UPDATE of 0 on the connection", "GOAWAY 1", [Frame(Window, 0, 0, 0, 0, 0, 0)]),
        ("6.9 WINDOW_UPDATE of 0 on a stream", "GOAWAY 1", [Frame(Headers, Whole, 1, Get), Frame(Window, 0, 1, 0, 0, 0, 0)]),
        ("6.9 WINDOW_UPDATE of three bytes", "GOAWAY 6", [Frame(Window, 0, 0, 0, 0, 1)]),
        ("6.9 WINDOW_UPDATE on an idle stream", "GOAWAY 1", [Frame(Window, 0, 1, 0, 0, 0, 1)]),
        ("6.9 WINDOW_UPDATE on a stream of ours", "GOAWAY 1", [Frame(Headers, Whole, 3, Get), Frame(Window, 0, 2, 0, 0, 0, 1)]),
        ("6.9.1 connection's window beyond 31 bits", "GOAWAY 3", [Frame(Window, 0, 0, Number(int.MaxValue))]),
        ("6.9.1 stream's window beyond 31 bits", "GOAWAY 3", [Frame(Headers, Whole, 1, Get), Frame(Window, 0, 1, Number(int.MaxValue))]),
        ("6.9.2 windows beyond 31 bits by SETTINGS", "GOAWAY 3", [Frame(Headers, Whole, 1, Get), Frame(Window, 0, 1, Number(int.MaxValue - 65535)), Setting(4, 65536)]),
        ("6.9.2 windows below 0 by SETTINGS", "PONG", [Frame(Headers, Whole, 1, Get), Setting(4, 0)]),
        ("6.9 more DATA than a stream's window", "RST 1 3", [Setting(4, 0), Frame(Headers, EndHeaders, 1, Unread), .. Enumerable.Repeat(Frame(Data, 0, 1, new byte[16384]), 9)]),
        ("4.2 frame of 16385 bytes", "GOAWAY 6", [Frame(Headers, EndHeaders, 1, Post), Frame(Data, 0, 1, new byte[16385])]),
        ("4.1 frame of an unknown type", "PONG", [Frame(0xfe, 0xff, 77, 1, 2, 3)]),
        ("4.1 reserved bit", "PONG", [Frame(Ping, 0, int.MinValue, "12345678"u8)]),
        ("5.1 trailers after the end", "RST 1 5", [Frame(Headers, Whole, 1, Get), Frame(Headers, EndHeaders, 1, Block(("x", "y")))]),
        ("8.1 trailers without an end", "RST 1 1", [Frame(Headers, EndHeaders, 1, Post), Frame(Headers, EndHeaders, 1, Block(("x", "y")))]),
        ("8.1 trailers with a pseudo-header field", "RST 1 1", [Frame(Headers, EndHeaders, 1, Post), Frame(Headers, Whole, 1, Block((":path", "/")))]),
        ("8.1 trailers with upper case", "RST 1 1", [Frame(Headers, EndHeaders, 1, Post), Frame(Headers, Whole, 1, Block(("X", "y")))]),
        ("8.1 trailers", "PONG", [Frame(Headers, EndHeaders, 1, Post), Frame(Headers, Whole, 1, Block(("x", "y")))]),
        ("8.1.1 less DATA than its length", "RST 1 1", [Frame(Headers, EndHeaders, 1, Request("POST", "/hold", ("content-length", "2"))), Frame(Data, End, 1, 1)]),
        ("8.1.1 more DATA than its length", "RST 1 1", [Frame(Headers, EndHeaders, 1, Request("POST", "/hold", ("content-length", "2"))), Frame(Data, 0, 1, 1, 2, 3)]),
        ("8.1.1 a length and no DATA", "RST 1 1", [Frame(Headers, Whole, 1, Request("POST", "/hold", ("content-length", "2")))]),
        ("8.1.1 a length and trailers at once", "RST 1 1", [Frame(Headers, EndHeaders, 1, Request("POST", "/hold", ("content-length", "2"))), Frame(Headers, Whole, 1, Block(("x", "y")))]),
    ];

    public static TheoryData<string> Rules => [.. Cases.Select(c => c.What)];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Frame_has_the_consequence_it_should(string what)
    {
        var (_, expected, sent) = Cases.Single(c => c.What == what);
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        await peer.SendAsync([Hello, .. sent, Frame(Ping, 0, 0, "is alive"u8)]);
        var received = await peer.ReadUntilAsync(f => f.Type == Ping && f.Payload.AsSpan().SequenceEqual("is alive"u8));

        // An error of a stream leaves the connection alive; where nothing is wrong, nothing is said of it.
        var said = received.Where(f => f.Type is GoAway or Reset).Select(f => f.ToString());
        var alive = received[^1].Type == Ping;
        Assert.Equal(expected is "PONG" ? [] : [expected], said);
        Assert.Equal(!expected.StartsWith("GOAWAY", StringComparison.Ordinal), alive);
        Assert.Empty(fixture.Defects);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")]
    public async Task Preface_that_is_none_ends_the_connection(string preface)
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        await peer.SendAsync(System.Text.Encoding.ASCII.GetBytes(preface));

        // Our own preface comes before the goodbye (RFC 9113 §3.4).
        Assert.Equal("GOAWAY 1", (await peer.ReadUntilAsync(_ => false)).Select(f => f.ToString()).Last());
    }

    [Fact]
    public async Task First_frame_has_to_be_settings()
    {
        await using var peer = await Http2Peer.ConnectAsync(fixture.Proxy);

        await peer.SendAsync([.. Hello.Take(24)], Pong);

        Assert.Equal("GOAWAY 1", (await peer.ReadUntilAsync(_ => false))[^1].ToString());
    }
}
