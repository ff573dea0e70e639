using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class BodyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(100_000, false)]
    [InlineData(3_000_000, false)]
    [InlineData(1, true)]
    [InlineData(3_000_000, true)]
    public async Task Bodies_of_any_size_pass_both_ways(int size, bool chunked)
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            // All of it first: a client that writes before it reads would wait for ever on a server that does both.
            using var received = new MemoryStream();
            await context.Request.Body.CopyToAsync(received, context.RequestAborted);
            if (!chunked)
                context.Response.ContentLength = received.Length;
            await context.Response.Body.WriteAsync(received.ToArray(), context.RequestAborted);
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        var body = new byte[size];
        Random.Shared.NextBytes(body);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Headers.Host = "app.example.com";
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await proxy.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(!chunked, response.Content.Headers.ContentLength is not null && response.Headers.TransferEncodingChunked != true);
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "Content-Length: 5")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 5\r\n\r\n", "304 Not Modified")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n", "204 No Content")]
    [InlineData("GET", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", "205 Reset Content")]
    [InlineData("GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "204 No Content")]
    public async Task Responses_without_body_leave_the_connection_usable(string method, string answer, string expected)
    {
        await using var backend = ScriptedBackend.Answering(answer);
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var request = $"{method} / HTTP/1.1\r\nHost: app.example.com\r\n";
        var responses = await proxy.SendRawAsync($"{request}\r\n{request}Connection: close\r\n\r\n");

        Assert.Equal(2, responses.Split(expected).Length - 1);
        Assert.EndsWith("\r\n\r\n", responses);
        Assert.Equal(1, backend.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nhello")]
    public async Task Body_that_ends_with_the_connection_is_passed_on_as_chunks(string answer)
    {
        await using var backend = ScriptedBackend.Answering(answer, close: true);
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        using var response = await proxy.GetAsync("/");

        Assert.Equal("hello", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Trailers_and_extensions_of_a_chunked_body_are_tolerated()
    {
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nX-T: 1\r\n\r\n");
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        using var first = await proxy.GetAsync("/");
        using var second = await proxy.GetAsync("/");

        Assert.Equal("hello", await second.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(1, backend.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", "{0}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n{0}\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "{0}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "{0}")]
    public async Task Each_part_of_a_stream_arrives_before_the_next_is_sent(string head, string part)
    {
        using var received = new SemaphoreSlim(0);
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync(head);
            await received.WaitAsync(peer.Stop);
            foreach (var letter in "abc")
            {
                await peer.SendAsync(part.Replace("{0}", letter.ToString(), StringComparison.Ordinal));
                await received.WaitAsync(peer.Stop);
            }
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "app.example.com";

        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        received.Release();
        foreach (var letter in "abc")
        {
            var buffer = new byte[1];
            await body.ReadExactlyAsync(buffer, Cancel);
            Assert.Equal(letter, (char)buffer[0]);
            received.Release();
        }
    }

    [Fact]
    public async Task Client_that_leaves_a_silent_stream_ends_it_at_the_backend()
    {
        var ended = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
            if (await peer.ReadAsync(1) is null)
                ended.SetResult();
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n"), Cancel);
        await client.ReceiveAsync(new byte[100], Cancel);

        client.Dispose();

        await ended.Task.WaitAsync(Cancel);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(200_000)]
    public async Task Clients_that_leave_anywhere_in_a_response_are_no_error_of_ours(int size)
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            context.Response.ContentLength = size;
            await context.Response.StartAsync(context.RequestAborted);
            await Task.Yield();
            await context.Response.Body.WriteAsync(new byte[size], context.RequestAborted);
        });
        using var log = new ErrorLog();
        using var loggers = new LoggerFactory([log]);
        await using var proxy = await TestProxy.StartAsync(loggers: loggers);
        await proxy.ServeAsync(backend.EndPoint);
        var request = Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n");

        for (var i = 0; i < 300; i++)
        {
            using var client = await proxy.ConnectAsync();
            await client.SendAsync(request, Cancel);
            if (i % 3 != 0)
                await client.ReceiveAsync(new byte[i], Cancel);
            client.LingerState = new LingerOption(enable: i % 2 == 0, seconds: 0);
        }

        using var last = await proxy.GetAsync("/");
        Assert.Equal(size, (await last.Content.ReadAsByteArrayAsync(Cancel)).Length);
        Assert.Empty(log.Errors);
    }

    [Fact]
    public async Task Early_response_to_an_upload_is_passed_on()
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            await peer.ReadAsync(1000);
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes("POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 100000000\r\n\r\nabc"), Cancel);

        var buffer = new byte[1000];
        var count = await client.ReceiveAsync(buffer, Cancel);

        Assert.StartsWith("HTTP/1.1 413", Encoding.Latin1.GetString(buffer, 0, count));
    }
}
