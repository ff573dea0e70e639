using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Forwarding;

/// <summary>What could be read in two ways is refused, in one piece and byte by byte, and ends its connection.</summary>
public sealed class SmugglingTests(RecordedProxy recorded) : IClassFixture<RecordedProxy>
{
    private const string Host = "Host: app.example.com\r\n";

    public static TheoryData<string> Refused => [.. SmugglingCases.All.Select(c => c.What)];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Request_is_refused_and_nothing_after_it_is_read(string what)
    {
        var (_, status, bytes) = SmugglingCases.All.Single(c => c.What == what);
        foreach (var piece in new[] { int.MaxValue, 1, 7 })
        {
            var (response, received) = await recorded.SendAsync(bytes + SmugglingCase.Smuggled, piece);

            Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
            Assert.Contains("\r\nConnection: close\r\n", response, StringComparison.Ordinal);
            Assert.Single(response.Split("HTTP/1.1 ").Skip(1));
            Assert.DoesNotContain(received, r => r.Head.Contains("/smuggled", StringComparison.Ordinal));
            // A backend may have the head of a request whose body turns out to be wrong, never that of one whose head is.
            Assert.All(received, r => Assert.Null(r.Body));
            Assert.True(received.Count == 0 || bytes.StartsWith($"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Table_has_all_the_cases_it_should() => Assert.InRange(SmugglingCases.All.Select(c => c.What).Distinct().Count(), 200, int.MaxValue);

    [Theory]
    [InlineData("GET /path HTTP/1.1\r\nHost: app.example.com\r\n", "GET /path HTTP/1.1\r\nHost: app.example.com\r\n", "")]
    [InlineData("\r\nGET / HTTP/1.1\r\n" + Host, "GET / ", "")]
    [InlineData("GET http://app.example.com/a?b HTTP/1.1\r\n" + Host, "GET /a?b HTTP/1.1\r\n" + Host, "http://")]
    [InlineData("GET http://APP.example.com?b HTTP/1.1\r\n" + Host, "GET /?b HTTP/1.1\r\n" + Host, "http://")]
    [InlineData("GET /%2F%00;a?b HTTP/1.1\r\n" + Host, "GET /%2F%00;a?b HTTP/1.1\r\n", "")]
    [InlineData("OPTIONS * HTTP/1.1\r\n" + Host, "OPTIONS * HTTP/1.1\r\n", "")]
    [InlineData("get / HTTP/1.1\r\n" + Host, "get / HTTP/1.1\r\n", "")]
    [InlineData("GET / HTTP/1.1\r\nhOST:\t app.example.com \t\r\n", "Host: app.example.com\r\n", "hOST")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Connection: Host\r\n", Host, "Connection")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Connection: X-Forwarded-For, X-Forwarded-Proto\r\n", "X-Forwarded-For: 127.1.", "Connection")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Connection: Content-Length\r\nContent-Length: 0\r\n", "Content-Length: 0\r\n", "Connection")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "X-Forwarded-For: 6.6.6.6\r\nX_Forwarded_For: 6.6.6.6\r\nx-forwarded_for: 6.6.6.6\r\n", "X-Forwarded-For: 127.1.", "6.6.6.6")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "X_Real_IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n", Host, "6.6.6.6")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Content_Length: 6\r\nTransfer_Encoding: chunked\r\n", Host, "_")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n", Host, "ettings")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Upgrade: a, H2C\r\nConnection: Upgrade\r\n", Host, "pgrade")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Upgrade: websocket\r\n", Host, "pgrade")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "TE: trailers, deflate\r\n", "TE: trailers\r\n", "deflate")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Proxy-Connection: keep-alive\r\nKeep-Alive: 1\r\nTrailer: X\r\n", Host, "eep-")]
    public async Task Harmless_request_arrives_as_it_should(string head, string present, string absent)
    {
        foreach (var piece in new[] { int.MaxValue, 1 })
        {
            var (response, received) = await recorded.SendAsync($"{head}X-Id: 1\r\n\r\nGET /last HTTP/1.1\r\n{Host}Connection: close\r\n\r\n", piece);

            Assert.Equal(2, response.Split("HTTP/1.1 200").Length - 1);
            Assert.Contains(present, received[0].Head, StringComparison.Ordinal);
            Assert.DoesNotContain(absent is "" ? "\0" : absent, received[0].Head, StringComparison.Ordinal);
            Assert.StartsWith("GET /last ", received[1].Head, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Content-Length:  \t5\t\r\n\r\nhello")]
    [InlineData("Content-Length: 000005\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: ChunKed\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding:chunked\t\r\n\r\n0005;a=\"b\"\r\nhello\r\n00;c\r\nX-T: 1\r\nY: 2\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ne\r\n3\r\nllo\r\n0\r\n\r\n")]
    [InlineData("Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello")]
    public async Task Body_ends_where_it_should_and_the_next_request_is_served(string body)
    {
        foreach (var piece in new[] { int.MaxValue, 1 })
        {
            var (response, received) = await recorded.SendAsync($"POST /post HTTP/1.1\r\n{Host}{body}GET /last HTTP/1.1\r\n{Host}Connection: close\r\n\r\n", piece);

            Assert.Equal(2, response.Split("HTTP/1.1 200").Length - 1);
            Assert.Equal(["hello", ""], received.Select(r => r.Body));
            Assert.Equal(["POST /post", "GET /last"], received.Select(r => r.Head[..r.Head.IndexOf(" HTTP", StringComparison.Ordinal)]));
        }
    }
}
