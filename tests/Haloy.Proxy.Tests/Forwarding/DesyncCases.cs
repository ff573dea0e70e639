namespace Haloy.Proxy.Tests.Forwarding;

/// <summary>Responses that two readers could take for two different ones: what is wrong, and the bytes up to the content.</summary>
public static class DesyncCases
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    public static IReadOnlyList<(string What, string Bytes)> All { get; } = [.. StatusLines, .. Lengths, .. Fields, .. Interim];

    private static (string, string)[] StatusLines =>
    [
        ("no HTTP", "<html>\r\n\r\n"),
        ("another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        ("HTTP/2", "HTTP/2 200 OK\r\n\r\n"),
        ("HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n"),
        ("HTTP/0.9", "HTTP/0.9 200 OK\r\n\r\n"),
        ("lower-case version", "http/1.1 200 OK\r\n\r\n"),
        ("no version", "200 OK\r\n\r\n"),
        ("ICY", "ICY 200 OK\r\n\r\n"),
        ("two spaces before the status", "HTTP/1.1  200 OK\r\n\r\n"),
        ("tab before the status", "HTTP/1.1\t200 OK\r\n\r\n"),
        ("status of two digits", "HTTP/1.1 20 OK\r\n\r\n"),
        ("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n"),
        ("status of letters", "HTTP/1.1 abc OK\r\n\r\n"),
        ("status with plus", "HTTP/1.1 +20 OK\r\n\r\n"),
        ("status below 100", "HTTP/1.1 099 OK\r\n\r\n"),
        ("status above 599", "HTTP/1.1 600 OK\r\n\r\n"),
        ("reason with NUL", "HTTP/1.1 200 O\0K\r\n\r\n"),
        ("reason with CR", "HTTP/1.1 200 O\rK\r\n\r\n"),
        ("status line ended by LF", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n"),
        ("line before the status line", "\r\nHTTP/1.1 200 OK\r\n\r\n"),
        ("space before the status line", " HTTP/1.1 200 OK\r\n\r\n"),
        ("nothing", ""),
        ("LF", "\n"),
        ("half a status line", "HTTP/1.1 20"),
        ("half a head", "HTTP/1.1 200 OK\r\nContent-Le"),
        ("request", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    ];

    private static (string, string)[] Lengths =>
    [
        ("length and coding", Ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
        ("coding and length", Ok + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"),
        ("two equal lengths", Ok + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"),
        ("two lengths", Ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
        ("length list", Ok + "Content-Length: 1, 1\r\n\r\n"),
        ("length with plus", Ok + "Content-Length: +1\r\n\r\n"),
        ("length with minus", Ok + "Content-Length: -1\r\n\r\n"),
        ("length in hex", Ok + "Content-Length: 0x1\r\n\r\n"),
        ("length that is empty", Ok + "Content-Length:\r\n\r\n"),
        ("length with space", Ok + "Content-Length: 1 1\r\n\r\n"),
        ("length too long", Ok + "Content-Length: 9999999999999999999\r\n\r\n"),
        ("length with NUL", Ok + "Content-Length: 1\0\r\n\r\n"),
        ("length before a space and a colon", Ok + "Content-Length : 1\r\n\r\n"),
        ("gzip, chunked", Ok + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
        ("chunked, gzip", Ok + "Transfer-Encoding: chunked, gzip\r\n\r\n"),
        ("gzip", Ok + "Transfer-Encoding: gzip\r\n\r\n"),
        ("identity", Ok + "Transfer-Encoding: identity\r\n\r\n"),
        ("empty coding", Ok + "Transfer-Encoding:\r\n\r\n"),
        ("xchunked", Ok + "Transfer-Encoding: xchunked\r\n\r\n"),
        ("chunked with parameter", Ok + "Transfer-Encoding: chunked;a=b\r\n\r\n"),
        ("chunked twice", Ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
        ("chunked with vertical tab", Ok + "Transfer-Encoding: \vchunked\r\n\r\n"),
        ("coding in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ];

    private static (string, string)[] Fields =>
    [
        ("folded line", Ok + "X-A: 1\r\n folded\r\n\r\n"),
        ("folded line by tab", Ok + "X-A: 1\r\n\tfolded\r\n\r\n"),
        ("first line folded", Ok + " X-A: 1\r\n\r\n"),
        ("space before a colon", Ok + "X-A : 1\r\n\r\n"),
        ("no name", Ok + ": 1\r\n\r\n"),
        ("no colon", Ok + "X-A\r\n\r\n"),
        ("name with NUL", Ok + "X\0A: 1\r\n\r\n"),
        ("name with space", Ok + "X A: 1\r\n\r\n"),
        ("value with NUL", Ok + "X-A: 1\0\r\n\r\n"),
        ("value with CR", Ok + "X-A: 1\r2\r\n\r\n"),
        ("value with escape", Ok + "X-A: \u001b[2J\r\n\r\n"),
        ("field ended by LF", Ok + "X-A: 1\nX-B: 2\r\n\r\n"),
        ("head ended by LF", Ok + "X-A: 1\r\n\n"),
        ("257 fields", Ok + string.Concat(Enumerable.Repeat("A: b\r\n", 257)) + "\r\n"),
        ("field of 70000 bytes", Ok + "A: " + new string('b', 70_000) + "\r\n\r\n"),
    ];

    private static (string, string)[] Interim =>
    [
        ("101 that nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
        ("end behind 100", "HTTP/1.1 100 Continue\r\n\r\n"),
        ("nonsense behind 103", "HTTP/1.1 103 Early Hints\r\n\r\nnonsense\r\n\r\n"),
        ("17 interim responses", string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 17))),
    ];
}
