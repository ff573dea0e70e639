using System.Net;
using System.Text;
using Haloy.Contracts.Policies;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Compression;

/// <summary>Which answers a route with <c>compression</c> compresses, and what it says of them.</summary>
public sealed class CompressionTests
{
    private static readonly string Text = Encoding.ASCII.GetString(Codings.Text(20_000, new Random(1)));

    private static readonly SnapshotPolicy Compressing = new() { Compression = true };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zstd")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Answer_is_compressed_as_the_client_asks(string coding)
    {
        await using var backend = ScriptedBackend.Answering(Answer("ETag: \"v1\"\r\nAccept-Ranges: bytes\r\nContent-MD5: x\r\nDigest: x\r\nRepr-Digest: x\r\nContent-Digest: x\r\nX-Kept: 1\r\n"));
        await using var proxy = await StartAsync(backend);

        using var response = await GetAsync(proxy, coding);

        var body = await response.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(Text, Encoding.ASCII.GetString(Codings.Decode(coding, body)));
        Assert.InRange(body.Length, 1, Text.Length / 2);
        Assert.Equal([coding], response.Content.Headers.ContentEncoding);
        Assert.Equal(
            ["Content-Encoding", "Content-Type", "Date", "ETag", "Transfer-Encoding", "Vary", "X-Kept"],
            response.Headers.Concat(response.Content.Headers).Select(h => h.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("W/\"v1\"", "Accept-Encoding"), (response.Headers.ETag?.ToString(), response.Headers.Vary.Single()));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip;q=0")]
    [InlineData("deflate")]
    [InlineData("gzip;q=nonsense")]
    [InlineData(null)]
    public async Task Answer_that_might_be_compressed_for_another_client_says_so(string? accept)
    {
        await using var backend = ScriptedBackend.Answering(Answer("ETag: \"v1\"\r\n"));
        await using var proxy = await StartAsync(backend);

        using var response = await GetAsync(proxy, accept);

        Assert.Equal(Text, await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(("\"v1\"", "Accept-Encoding"), (response.Headers.ETag?.ToString(), response.Headers.Vary.Single()));
        Assert.Equal(Text.Length, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("200 OK", "Content-Encoding: br\r\n")]
    [InlineData("200 OK", "Content-Encoding: identity\r\n")]
    [InlineData("206 Partial Content", "Content-Range: bytes 0-19999/50000\r\n")]
    [InlineData("200 OK", "Content-Range: bytes 0-19999/50000\r\n")]
    [InlineData("200 OK", "Cache-Control: public, No-Transform\r\n")]
    [InlineData("200 OK", "Content-Type: image/png\r\n")]
    [InlineData("200 OK", "Content-Type: text/event-stream\r\n")]
    [InlineData("200 OK", "Content-Type: application/grpc+json\r\n")]
    public async Task What_must_not_be_compressed_stays_as_it_is(string status, string fields)
    {
        var type = fields.Contains("Content-Type", StringComparison.Ordinal) ? "" : "Content-Type: text/plain\r\n";
        var answer = $"HTTP/1.1 {status}\r\n{type}{fields}Content-Length: {Text.Length}\r\nETag: \"v1\"\r\n\r\n{Text}";
        await using var backend = ScriptedBackend.Answering(answer);
        await using var proxy = await StartAsync(backend);

        var got = await proxy.SendRawAsync(Request("GET", "gzip, br, zstd"));

        Assert.EndsWith($"\r\n\r\n{Text}", got);
        Assert.Contains("ETag: \"v1\"\r\n", got);
        Assert.Contains($"Content-Length: {Text.Length}\r\n", got);
        Assert.Contains(fields, got);
        Assert.DoesNotContain("Vary", got);
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Type: text/plain\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n")]
    public async Task What_is_short_or_nothing_stays_as_it_is(string answer)
    {
        await using var backend = ScriptedBackend.Answering(answer);
        await using var proxy = await StartAsync(backend);

        var got = await proxy.SendRawAsync(Request("GET", "gzip"));

        Assert.DoesNotContain("Content-Encoding", got);
        Assert.DoesNotContain("Vary", got);
        Assert.Equal(answer.Contains("\"v1\"", StringComparison.Ordinal), got.Contains("ETag: \"v1\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Vary: Cookie\r\n", "Vary: Cookie, Accept-Encoding\r\n")]
    [InlineData("vary: cookie, accept-encoding\r\n", "vary: cookie, accept-encoding\r\n")]
    [InlineData("Vary: *\r\n", "Vary: *\r\n")]
    [InlineData("Vary:\r\n", "Vary: Accept-Encoding\r\n")]
    public async Task Vary_is_one_with_that_of_the_app(string theirs, string expected)
    {
        await using var backend = ScriptedBackend.Answering(Answer(theirs));
        await using var proxy = await StartAsync(backend);

        var got = await proxy.SendRawAsync(Request("GET", "gzip"));

        Assert.Contains("\r\n" + expected, got);
        Assert.Equal(1, got.Split("ary:").Length - 1);
    }

    [Theory]
    [InlineData("\"v1\"", "\"v1\"")]
    [InlineData("W/\"v1\"", "W/\"v1\"")]
    [InlineData("\"a\", W/\"v1\"", "W/\"v1\"")]
    [InlineData("\"v1\", W/\"b\"", "\"v1\"")]
    [InlineData("*", "\"v1\"")]
    public async Task Answer_that_nothing_changed_has_the_tag_the_client_has(string known, string expected)
    {
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n");
        await using var proxy = await StartAsync(backend);

        var got = await proxy.SendRawAsync(Request("GET", "gzip", $"If-None-Match: {known}\r\n"));

        Assert.StartsWith("HTTP/1.1 304", got);
        Assert.Contains($"ETag: {expected}\r\n", got);
        Assert.Equal(expected[0] == 'W' && known != "*", got.Contains("Vary: Accept-Encoding\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Head_says_what_get_would()
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
                await peer.SendAsync(head.StartsWith("HEAD", StringComparison.Ordinal) ? Answer("ETag: \"v1\"\r\n")[..^Text.Length] : Answer("ETag: \"v1\"\r\n"));
        });
        await using var proxy = await StartAsync(backend);

        var head = await proxy.SendRawAsync(Request("HEAD", "br"));
        var get = await proxy.SendRawAsync(Request("GET", "br"));

        Assert.EndsWith("\r\n\r\n", head);
        Assert.Equal(
            Fields(get).Where(f => !f.StartsWith("Transfer-Encoding", StringComparison.Ordinal) && !f.StartsWith("Date", StringComparison.Ordinal)),
            Fields(head).Where(f => !f.StartsWith("Date", StringComparison.Ordinal)));
        Assert.Equal(0, proxy.Server.Encoders.Taken);
    }

    [Fact]
    public async Task Client_of_an_older_version_gets_a_body_of_known_length()
    {
        await using var backend = ScriptedBackend.Answering(Answer(""));
        await using var proxy = await StartAsync(backend);

        var got = await proxy.SendRawAsync("GET / HTTP/1.0\r\nHost: app.example.com\r\nAccept-Encoding: gzip\r\n\r\n");

        Assert.EndsWith($"\r\n\r\n{Text}", got);
        Assert.Contains("Vary: Accept-Encoding\r\n", got);
    }

    [Fact]
    public async Task Client_may_forbid_it()
    {
        await using var backend = ScriptedBackend.Answering(Answer(""));
        await using var proxy = await StartAsync(backend);

        Assert.EndsWith(Text, await proxy.SendRawAsync(Request("GET", "gzip", "Cache-Control: no-transform\r\n")));
    }

    [Theory]
    [InlineData("Cache-Control", "no-transform", false)]
    [InlineData("ETag", "\"mine\"", false)]
    [InlineData("Content-Type", "image/png", false)]
    [InlineData("ETag", "", true)]
    [InlineData("Vary", "Accept-Encoding", true)]
    public async Task Fields_that_the_route_sets_count(string name, string value, bool compressed)
    {
        await using var backend = ScriptedBackend.Answering(Answer("ETag: \"v1\"\r\n"));
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(Compressing with { Headers = new Dictionary<string, string> { [name] = value } }, backend.EndPoint));

        var got = await proxy.SendRawAsync(Request("GET", "gzip"));

        Assert.Equal(compressed, got.Contains("Content-Encoding: gzip\r\n", StringComparison.Ordinal));
        Assert.Equal(compressed ? 1 : 0, got.Split("Vary:").Length - 1);
        Assert.Equal(value.Length > 0 ? 1 : 0, got.Split($"{name}: {value}\r\n").Length - 1);
    }

    [Fact]
    public async Task Route_that_does_not_ask_for_it_is_left_alone()
    {
        await using var backend = ScriptedBackend.Answering(Answer("ETag: \"v1\"\r\n"));
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var got = await proxy.SendRawAsync(Request("GET", "gzip"));

        Assert.EndsWith(Text, got);
        Assert.DoesNotContain("Vary", got);
    }

    [Fact]
    public async Task Connection_serves_compressed_and_other_answers_in_turn()
    {
        await using var backend = ScriptedBackend.Answering(Answer("ETag: \"v1\"\r\n"));
        await using var proxy = await StartAsync(backend);

        for (var i = 0; i < 20; i++)
        {
            using var response = await GetAsync(proxy, i % 4 == 3 ? null : Codings.All[i % 4]);
            var coding = response.Content.Headers.ContentEncoding.SingleOrDefault() ?? "";
            Assert.Equal(Text, Encoding.ASCII.GetString(Codings.Decode(coding, await response.Content.ReadAsByteArrayAsync(Cancel))));
        }

        Assert.Equal(1, backend.Connections);
        Assert.Equal(0, proxy.Server.Encoders.Taken);
    }

    internal static async Task<TestProxy> StartAsync(ScriptedBackend backend)
    {
        var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(Compressing, backend.EndPoint));
        return proxy;
    }

    internal static async Task<HttpResponseMessage> GetAsync(TestProxy proxy, string? accept, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "app.example.com";
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        return await proxy.Client.SendAsync(request, until, Cancel);
    }

    private static string Request(string method, string accept, string more = "") =>
        $"{method} / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\nAccept-Encoding: {accept}\r\n{more}\r\n";

    private static string Answer(string fields) => $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{fields}Content-Length: {Text.Length}\r\n\r\n{Text}";

    private static string[] Fields(string response) => response[..response.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");
}
