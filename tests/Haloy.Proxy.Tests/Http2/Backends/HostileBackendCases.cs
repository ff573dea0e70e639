using Haloy.Proxy.Tests.Support;
using static Haloy.Proxy.Tests.Support.Frames;

namespace Haloy.Proxy.Tests.Http2.Backends;

/// <summary>What a backend could send in place of a response to the request on stream 1.</summary>
public static class HostileBackendCases
{
    private static readonly (string Name, string Value) Status = (":status", "200");

    /// <summary>In place of the head: the client gets a 502.</summary>
    public static IReadOnlyList<(string What, byte[][] Frames)> BeforeHead { get; } =
    [
        .. Heads.Select(h => (h.What, (byte[][])[Frame(Headers, Whole, 1, h.Block)])),
        .. Protocol,
        ("interim response that ends", [Frame(Headers, Whole, 1, Block((":status", "103")))]),
        ("17 interim responses", [.. Enumerable.Repeat(Frame(Headers, EndHeaders, 1, Block((":status", "103"))), 17)]),
        ("length without a body", [H2cPeer.Head(1, ends: true, ("content-length", "5"))]),
        ("body before the head", [Frame(Data, End, 1, 1, 2, 3)]),
        ("reset by a defect", [Frame(Reset, 0, 1, 0, 0, 0, 2)]),
        ("reset without reason", [Frame(Reset, 0, 1, 0, 0, 0, 0)]),
        ("response of HTTP/1.1", ["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray()]),
    ];

    /// <summary>Behind the head of a response of five bytes: the client gets no whole response.</summary>
    public static IReadOnlyList<(string What, byte[][] Frames)> AfterHead { get; } =
    [
        ("longer than it says", [Frame(Data, End, 1, 1, 2, 3, 4, 5, 6)]),
        ("longer than it says, later", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Data, End, 1, 5, 6)]),
        ("shorter than it says", [Frame(Data, End, 1, 1, 2, 3, 4)]),
        ("shorter than it says, by trailers", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Headers, Whole, 1, Block(("a", "b")))]),
        ("nothing", [Frame(Data, End, 1)]),
        ("trailers that do not end", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Headers, EndHeaders, 1, Block(("a", "b")))]),
        ("trailers with a status", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Headers, Whole, 1, Block(Status))]),
        ("interim response behind the head", [Frame(Headers, EndHeaders, 1, Block((":status", "103")))]),
        ("trailers with upper case", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Headers, Whole, 1, Block(("A", "b")))]),
        ("trailers about the connection", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Headers, Whole, 1, Block(("transfer-encoding", "chunked")))]),
        ("trailers with a line end", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Headers, Whole, 1, Block(("a", "b\r\nc: d")))]),
        ("trailers of 20000 bytes", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Headers, End, 1, Block(("a", new string('b', 16_000)))), Frame(Continuation, EndHeaders, 1, Block(("a", new string('b', 4000))))]),
        ("padding longer than the frame", [Frame(Data, Padded | End, 1, 9, 1, 2, 3, 4, 5)]),
        ("reset", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Reset, 0, 1, 0, 0, 0, 8)]),
        ("reset as refused", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(Reset, 0, 1, 0, 0, 0, 7)]),
        ("goodbye to what has begun", [Frame(Data, 0, 1, 1, 2, 3, 4), Frame(GoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)]),
        ("empty frames without end", [.. Enumerable.Repeat(Frame(Data, 0, 1), 2000)]),
        ("padding without end", [.. Enumerable.Repeat(Frame(Data, Padded, 1, 3, 0, 0, 0), 2000)]),
        .. Protocol,
    ];

    private static (string What, byte[] Block)[] Heads =>
    [
        ("no status", Block(("a", "b"))),
        ("empty head", []),
        ("two statuses", Block(Status, Status)),
        ("status of two digits", Block((":status", "20"))),
        ("status of four digits", Block((":status", "2000"))),
        ("status of letters", Block((":status", "abc"))),
        ("status with a sign", Block((":status", "+20"))),
        ("status with a space", Block((":status", " 20"))),
        ("status below 100", Block((":status", "099"))),
        ("status above 599", Block((":status", "600"))),
        ("status 101", Block((":status", "101"))),
        ("empty status", Block((":status", ""))),
        ("status behind a field", Block(("a", "b"), Status)),
        ("path", Block(Status, (":path", "/"))),
        ("field of the protocol's own that is unknown", Block(Status, (":x", "y"))),
        ("name in upper case", Block(Status, ("Server", "x"))),
        ("name with a space", Block(Status, ("a b", "c"))),
        ("name with a colon", Block(Status, ("a:b", "c"))),
        ("name with a line end", Block(Status, ("a\r\nset-cookie", "c"))),
        ("no name", Block(Status, ("", "c"))),
        ("value with NUL", Block(Status, ("a", "b\0"))),
        ("value with LF", Block(Status, ("a", "b\nset-cookie: c"))),
        ("value with CR LF", Block(Status, ("a", "b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"))),
        ("value behind a space", Block(Status, ("a", " b"))),
        ("value before a tab", Block(Status, ("a", "b\t"))),
        ("Connection", Block(Status, ("connection", "close"))),
        ("Keep-Alive", Block(Status, ("keep-alive", "5"))),
        ("Proxy-Connection", Block(Status, ("proxy-connection", "close"))),
        ("Transfer-Encoding", Block(Status, ("transfer-encoding", "chunked"))),
        ("Upgrade", Block(Status, ("upgrade", "websocket"))),
        ("two lengths", Block(Status, ("content-length", "0"), ("content-length", "5"))),
        ("length with a sign", Block(Status, ("content-length", "+0"))),
        ("length list", Block(Status, ("content-length", "0, 0"))),
        ("empty length", Block(Status, ("content-length", ""))),
        ("length of 19 digits", Block(Status, ("content-length", "0000000000000000000"))),
        ("257 fields", Block([Status, .. Enumerable.Repeat(("a", "b"), 257)])),
        ("field of 70000 bytes by one that is repeated", [.. Ok, 0x40, 1, (byte)'a', .. Integer(4000), .. new byte[4000].Select(_ => (byte)'b'), .. Enumerable.Repeat((byte)(0x80 | 62), 20)]),
        ("index that nothing has", [.. Ok, 0xff, 0xff, 0x03]),
        ("table larger than allowed", [0x3f, 0xe2, 0x1f, .. Ok]),
        ("coding that is none", [.. Ok, 0, 0x81, 0xff, 0x81, 0xff]),
    ];

    private static byte[] Ok => H2cPeer.Ok;

    // Wrong at any time: they end the connection.
    private static (string What, byte[][] Frames)[] Protocol =>
    [
        ("push", [Frame(Push, EndHeaders, 1, [0, 0, 0, 2, .. Ok])]),
        ("head on a stream that nobody has opened", [Frame(Headers, Whole, 3, Ok)]),
        ("head on an even stream", [Frame(Headers, Whole, 2, Ok)]),
        ("head on stream 0", [Frame(Headers, Whole, 0, Ok)]),
        ("body on stream 0", [Frame(Data, End, 0, 1)]),
        ("body on a stream that nobody has opened", [Frame(Data, End, 5, 1)]),
        ("reset of a stream that nobody has opened", [Frame(Reset, 0, 5, 0, 0, 0, 1)]),
        ("window of a stream that nobody has opened", [Frame(Window, 0, 5, 0, 0, 0, 1)]),
        ("window of nothing", [Frame(Window, 0, 1, 0, 0, 0, 0)]),
        ("window out of range", [Frame(Window, 0, 1, Number(int.MaxValue))]),
        ("window of the connection out of range", [Frame(Window, 0, 0, Number(int.MaxValue))]),
        ("settings on a stream", [Frame(Settings, 0, 1)]),
        ("settings of five bytes", [Frame(Settings, 0, 0, 0, 0, 0, 0, 0)]),
        ("settings that allow pushing", [Setting(2, 1)]),
        ("settings with a window out of range", [Setting(4, 0x80000000)]),
        ("settings with tiny frames", [Setting(5, 100)]),
        ("ping on a stream", [Frame(Ping, 0, 1, new byte[8])]),
        ("ping of seven bytes", [Frame(Ping, 0, 0, new byte[7])]),
        ("goodbye on a stream", [Frame(GoAway, 0, 1, new byte[8])]),
        ("goodbye of seven bytes", [Frame(GoAway, 0, 0, new byte[7])]),
        ("continuation of nothing", [Frame(Continuation, EndHeaders, 1, Ok)]),
        ("block that is interrupted", [Frame(Headers, 0, 1, Ok), Frame(Ping, 0, 0, new byte[8])]),
        ("block of many parts", [Frame(Headers, 0, 1, Ok), .. Enumerable.Repeat(Frame(Continuation, 0, 1), 20)]),
        ("block of 80000 bytes", [Frame(Headers, 0, 1, Ok), .. Enumerable.Repeat(Frame(Continuation, 0, 1, new byte[16000]), 5)]),
        ("frame of 16385 bytes", [Frame(Data, 0, 1, new byte[16385])]),
        ("many pings", [.. Enumerable.Repeat(Frame(Ping, 0, 0, new byte[8]), 2000)]),
        ("many settings", [.. Enumerable.Repeat(Frame(Settings, 0, 0), 2000)]),
        ("many unknown frames", [.. Enumerable.Repeat(Frame(0x77, 0, 0, 1, 2), 2000)]),
        ("many priorities", [.. Enumerable.Repeat(Frame(Priority, 0, 1, 0, 0, 0, 0, 1), 2000)]),
        ("many goodbyes", [.. Enumerable.Repeat(Frame(GoAway, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), 2000)]),
    ];
}
