namespace Haloy.Proxy.Tests.Forwarding;

/// <summary>A request that must be refused: what is wrong with it, the status it is refused with, and its bytes as Latin-1.</summary>
public sealed record SmugglingCase(string What, int Status, string Bytes)
{
    private const string Host = "Host: app.example.com\r\n";

    /// <summary>A request that may follow: if anybody answers it, it was smuggled.</summary>
    public const string Smuggled = "GET /smuggled HTTP/1.1\r\n" + Host + "\r\n";

    /// <summary>Something is wrong with the request line; Host is right.</summary>
    public static SmugglingCase Line(string what, int status, string line) => new(what, status, $"{line}\r\n{Host}\r\n");

    /// <summary>Something is wrong with the fields of a GET; its one Host comes first.</summary>
    public static SmugglingCase Get(string what, int status, string fields) => new(what, status, $"GET / HTTP/1.1\r\n{Host}{fields}\r\n\r\n");

    /// <summary>Something is wrong with all fields of a GET, Host among them.</summary>
    public static SmugglingCase Fields(string what, int status, string fields) => new(what, status, $"GET / HTTP/1.1\r\n{fields}\r\n\r\n");

    /// <summary>Something is wrong with how the body's length is told; an empty chunked body follows.</summary>
    public static SmugglingCase Post(string what, int status, string fields) => new(what, status, $"POST / HTTP/1.1\r\n{Host}{fields}\r\n\r\n0\r\n\r\n");

    /// <summary>Something is wrong with a chunked body.</summary>
    public static SmugglingCase Chunks(string what, string body) => new(what, 400, $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n{body}");
}
