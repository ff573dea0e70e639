using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class SmugglingTests
{
    private const string Host = "Host: app.example.com\r\n";

    [Theory]
    [InlineData("POST / HTTP/1.1\r\n" + Host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST / HTTP/1.1\r\n" + Host + "Content-Length: 0\r\nContent-Length: 30\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST / HTTP/1.1\r\n" + Host + "Content-Length: 0, 30\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST / HTTP/1.1\r\n" + Host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST / HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("POST / HTTP/1.1\r\n" + Host + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "X: a\r\n b\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "X: a\u0000b\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "Host: other.example.com\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET http://other.example.com/ HTTP/1.1\r\n" + Host + "\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET  / HTTP/1.1\r\n" + Host + "\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET / HTTP/3.7\r\n" + Host + "\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "X\u000bY: a\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "X(Y: a\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    [InlineData("GET / HTTP/1.1\r\n" + Host + "X: a\u000bb\r\n\r\nGET /smuggled HTTP/1.1\r\n" + Host + "\r\n")]
    public async Task Ambiguous_request_is_refused_and_nothing_after_it_is_read(string request)
    {
        var (response, targets) = await SendAsync(request);

        Assert.Matches("^HTTP/1.1 (4|5)[0-9][0-9]", response);
        Assert.Single(response.Split("HTTP/1.1 ").Skip(1));
        Assert.DoesNotContain("/smuggled", targets);
    }

    [Theory]
    [InlineData("5\r\nhelloX0\r\n\r\n")]
    [InlineData("zz\r\n")]
    [InlineData("5 5\r\nhello\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    public async Task Malformed_chunk_is_refused_and_ends_the_connection(string body)
    {
        var (response, targets) = await SendAsync(
            "POST / HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n" + body + "GET /smuggled HTTP/1.1\r\n" + Host + "\r\n");

        Assert.DoesNotContain("/smuggled", targets);
        Assert.DoesNotContain("HTTP/1.1 200", response);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        var (response, targets) = await SendAsync(
            $"GET /1 HTTP/1.1\r\n{Host}\r\nPOST /2 HTTP/1.1\r\n{Host}Content-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\n{Host}Connection: close\r\n\r\n");

        Assert.Equal(["/1", "/2", "/3"], targets);
        Assert.Equal(3, response.Split("HTTP/1.1 200").Length - 1);
    }

    [Theory]
    [InlineData("CONNECT app.example.com:443 HTTP/1.1\r\nHost: app.example.com:443\r\nConnection: close\r\n\r\n")]
    public async Task Connect_is_refused(string request)
    {
        var (response, targets) = await SendAsync(request);

        Assert.StartsWith("HTTP/1.1 405", response);
        Assert.Empty(targets);
    }

    private static async Task<(string Response, List<string> Targets)> SendAsync(string request)
    {
        var targets = new List<string>();
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            lock (targets)
                targets.Add(context.Request.Path);
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentLength = 0;
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var response = await proxy.SendRawAsync(request);

        lock (targets)
            return (response, [.. targets]);
    }
}
