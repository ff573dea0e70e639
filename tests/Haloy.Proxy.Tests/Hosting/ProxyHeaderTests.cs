using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Hosting;

public sealed class ProxyHeaderTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n";

    private static readonly byte[] Signature = "\r\n\r\n\0\r\nQUIT\n"u8.ToArray();

    public static TheoryData<string, byte[], string?> Whole => new()
    {
        { "TCP4", Text("PROXY TCP4 192.0.2.7 127.0.0.1 1234 80\r\n"), "192.0.2.7" },
        { "TCP6", Text("PROXY TCP6 2001:db8::7 ::1 1234 80\r\n"), "2001:db8::7" },
        { "unknown", Text("PROXY UNKNOWN\r\n"), null },
        { "unknown with rest", Text("PROXY UNKNOWN ffff::1 x y z\r\n"), null },
        { "v2 IPv4", [.. Signature, 0x21, 0x11, 0, 12, 192, 0, 2, 7, 127, 0, 0, 1, 4, 0, 0, 80], "192.0.2.7" },
        { "v2 IPv4 and more", [.. Signature, 0x21, 0x11, 0, 15, 192, 0, 2, 7, 127, 0, 0, 1, 4, 0, 0, 80, 4, 0, 0], "192.0.2.7" },
        { "v2 IPv6", [.. Signature, 0x21, 0x21, 0, 36, 0x20, 1, 0xd, 0xb8, .. new byte[11], 7, .. new byte[20]], "2001:db8::7" },
        { "v2 IPv4 within IPv6", [.. Signature, 0x21, 0x21, 0, 36, .. new byte[10], 0xff, 0xff, 192, 0, 2, 7, .. new byte[20]], "192.0.2.7" },
        { "v2 local", [.. Signature, 0x20, 0x00, 0, 0], null },
        { "v2 Unix", [.. Signature, 0x21, 0x31, 0, 2, 1, 2], null },
    };

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "none", Text(Get) },
        { "other family", Text("PROXY TCP5 192.0.2.7 127.0.0.1 1 2\r\n") },
        { "IPv4 as TCP6", Text("PROXY TCP6 192.0.2.7 127.0.0.1 1 2\r\n") },
        { "IPv6 as TCP4", Text("PROXY TCP4 2001:db8::7 ::1 1 2\r\n") },
        { "mixed families", Text("PROXY TCP4 192.0.2.7 ::1 1 2\r\n") },
        { "no address", Text("PROXY TCP4 nobody 127.0.0.1 1 2\r\n") },
        { "no port", Text("PROXY TCP4 192.0.2.7 127.0.0.1 1 99999\r\n") },
        { "too little", Text("PROXY TCP4 192.0.2.7\r\n") },
        { "endless", Text("PROXY TCP4 " + new string('1', 200)) },
        { "v2 of version 3", [.. Signature, 0x31, 0x11, 0, 12, .. new byte[12]] },
        { "v2 command 2", [.. Signature, 0x22, 0x11, 0, 12, .. new byte[12]] },
        { "v2 too short", [.. Signature, 0x21, 0x11, 0, 11, .. new byte[11]] },
        { "v2 too long", [.. Signature, 0x21, 0x11, 0xff, 0xff] },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public void Header_is_read_when_it_is_whole_and_not_before(string kind, byte[] header, string? source)
    {
        for (var length = 0; length < header.Length; length++)
            Assert.Equal((kind, ProxyHeaderState.Incomplete), (kind, ProxyHeader.Read(header.AsSpan(0, length), out _, out _)));

        Assert.Equal(ProxyHeaderState.Complete, ProxyHeader.Read([.. header, .. Text(Get)], out var read, out var address));
        Assert.Equal((header.Length, source), (read, address?.ToString()));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Header_that_is_none_is_refused(string kind, byte[] data) => Assert.Equal((kind, ProxyHeaderState.Malformed), (kind, ProxyHeader.Read(data, out _, out _)));

    [Theory]
    [InlineData("192.0.2.7", "198.51.100.1", "192.0.2.7")]
    [InlineData("127.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("::1", "198.51.100.1", "198.51.100.1")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData(null, "198.51.100.1", "198.51.100.1")]
    public void Nobody_is_on_this_machine_by_another_machines_word(string? named, string peer, string believed) =>
        Assert.Equal(IPAddress.Parse(believed), ProxyHeader.Believed(named is null ? null : IPAddress.Parse(named), IPAddress.Parse(peer)));

    [Fact]
    public async Task Visitor_is_the_one_of_the_header_however_it_arrives()
    {
        await using var backend = await KestrelBackend.StartAsync(async c => await c.Response.Body.WriteAsync(Text(c.Request.Headers["X-Forwarded-For"]!)));
        await using var proxy = await TestProxy.StartAsync(change: o => o with { ProxyProtocol = true });
        await proxy.ServeAsync(backend.EndPoint);

        foreach (var size in (int[])[1, 7, 1000])
            Assert.EndsWith("192.0.2.7\r\n0\r\n\r\n", await SendAsync(proxy, "PROXY TCP4 192.0.2.7 127.0.0.1 1234 80\r\n" + Get, size));
    }

    [Fact]
    public async Task Connection_without_header_or_from_somebody_else_is_closed()
    {
        using var log = new LogLines();
        await using var all = await TestProxy.StartAsync(change: o => o with { ProxyProtocol = true }, loggers: log);
        await using var some = await TestProxy.StartAsync(change: o => o with { ProxyProtocol = true, TrustedProxies = [IPNetwork.Parse("192.0.2.0/24")] }, loggers: log);

        Assert.Empty(await SendAsync(all, Get, 1000));
        Assert.Empty(await SendAsync(all, Get, 1000));
        Assert.Empty(await SendAsync(some, "PROXY TCP4 192.0.2.7 127.0.0.1 1234 80\r\n" + Get, 1000));

        Assert.StartsWith("A connection from 127.0.0.1 was closed: it does not begin with a header of the PROXY protocol", Assert.Single(log.Of(4406)));
        Assert.StartsWith("A connection from 127.0.0.1 was closed: the PROXY protocol is on", Assert.Single(log.Of(4407)));
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static async Task<string> SendAsync(TestProxy proxy, string text, int size)
    {
        using var socket = await proxy.ConnectAsync();
        await using var stream = new NetworkStream(socket);
        try
        {
            foreach (var part in Text(text).Chunk(size))
                await stream.WriteAsync(part, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Closed with bytes of ours unread.
            return "";
        }
    }
}
