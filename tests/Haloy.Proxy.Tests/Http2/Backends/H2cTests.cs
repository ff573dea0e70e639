using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Haloy.Proxy.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Haloy.Proxy.Tests.Http2.Backends;

/// <summary>Clients of both kinds in front of a real server that speaks HTTP/2.</summary>
public sealed class H2cTests : IAsyncLifetime
{
    private const string Host = "Host: app.example.com\r\n";
    private const int MaxStreams = 100;

    private readonly SemaphoreSlim _gate = new(0);
    private int _underWay;
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KestrelBackend _backend = null!;
    private H2cSetup _setup = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _backend = await KestrelBackend.H2cAsync(ServeAsync, o => o.Limits.Http2.MaxStreamsPerConnection = MaxStreams);
        _setup = await H2cSetup.StartAsync(_backend.EndPoint);
    }

    [Theory]
    [InlineData("GET", "/hello", "\r\nContent-Length: 5\r\n", "\r\n\r\nhello")]
    [InlineData("GET", "/endless", "\r\nTransfer-Encoding: chunked\r\n", "\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HEAD", "/hello", "\r\nContent-Length: 5\r\n", "\r\n\r\n")]
    [InlineData("GET", "/204", "HTTP/1.1 204 ", "\r\n\r\n")]
    [InlineData("GET", "/304", "HTTP/1.1 304 ", "\r\n\r\n")]
    [InlineData("GET", "/empty", "\r\nContent-Length: 0\r\n", "\r\n\r\n")]
    public async Task Client_of_http1_gets_its_answer(string method, string path, string contains, string end)
    {
        var response = await _setup.Proxy.SendRawAsync($"{method} {path} HTTP/1.1\r\n{Host}Connection: close\r\n\r\n");

        Assert.Contains(contains, response, StringComparison.Ordinal);
        Assert.EndsWith(end, response, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 502", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        var response = await _setup.Proxy.SendRawAsync(
            string.Concat(Enumerable.Range(0, 20).Select(i => $"POST /echo HTTP/1.1\r\n{Host}Content-Length: 2\r\n\r\n{i:00}"))
            + $"GET /hello HTTP/1.1\r\n{Host}Connection: close\r\n\r\n");

        Assert.Equal(
            [.. Enumerable.Range(0, 20).Select(i => $"{i:00}"), "hello"],
            response.Split("HTTP/1.1 200").Skip(1).Select(r => r[(r.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).Select(Unchunk));
    }

    [Fact]
    public async Task Chunked_request_and_its_continue_pass()
    {
        using var client = await _setup.Proxy.ConnectAsync();
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"POST /echo HTTP/1.1\r\n{Host}Expect: 100-continue\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"), Cancel);
        Assert.Equal("HTTP/1.1 100 ", await reader.ReadLineAsync(Cancel));

        await stream.WriteAsync(Encoding.Latin1.GetBytes("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), Cancel);

        var response = await reader.ReadToEndAsync(Cancel);
        Assert.Equal("abcde", Unchunk(response[(response.LastIndexOf("\r\n\r\n", response.Length - 5, StringComparison.Ordinal) + 4)..]));
    }

    [Fact]
    public async Task Upgrade_is_refused_for_what_it_is()
    {
        var response = await _setup.Proxy.SendRawAsync(
            $"GET / HTTP/1.1\r\n{Host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==\r\n\r\n"
            + $"GET /hello HTTP/1.1\r\n{Host}Connection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 501 Not Implemented\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("hello", response, StringComparison.Ordinal);
        Assert.Equal(0, (await _setup.Proxy.SettledAsync()).Failed);
    }

    [Fact]
    public async Task Body_of_any_size_comes_back_whole_over_http2()
    {
        var body = RandomNumberGenerator.GetBytes(5_000_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new SentWhileRead(body), Version = HttpVersion.Version20 };
        using var response = await _setup.Client.SendAsync(request, Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (response.StatusCode, response.Version));
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Body_of_any_size_comes_back_whole_over_http1()
    {
        var body = RandomNumberGenerator.GetBytes(5_000_000);
        using var client = await _setup.Proxy.ConnectAsync();
        await using var stream = new NetworkStream(client);
        using var answer = new MemoryStream();

        // The echo begins at once: who sent everything before reading anything would rely on buffers in between for all of it.
        var reading = stream.CopyToAsync(answer, Cancel);
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"POST /echo HTTP/1.0\r\n{Host}Content-Length: {body.Length}\r\n\r\n"), Cancel);
        await stream.WriteAsync(body, Cancel);
        await reading;

        Assert.StartsWith("HTTP/1.1 200", Encoding.Latin1.GetString(answer.GetBuffer(), 0, 20), StringComparison.Ordinal);
        Assert.True(answer.GetBuffer().AsSpan(0, (int)answer.Length).EndsWith(body));
    }

    [Fact]
    public async Task Client_that_reads_nothing_holds_up_its_own_stream_only()
    {
        // Neither of them reads what it gets: the server is stopped by the windows, not by memory of the proxy.
        using var slow = await _setup.Proxy.ConnectAsync();
        await slow.SendAsync(Encoding.Latin1.GetBytes($"GET /flood HTTP/1.1\r\n{Host}\r\n"), Cancel);
        using var alsoSlow = await _setup.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/flood"));
        await _gate.WaitAsync(Cancel);
        await _gate.WaitAsync(Cancel);

        for (var i = 0; i < 50; i++)
            Assert.Equal("hello", await _setup.Client.GetStringAsync(new Uri("/hello", UriKind.Relative), Cancel));
    }

    [Fact]
    public async Task Server_that_does_not_read_stops_the_client()
    {
        using var client = await _setup.Proxy.ConnectAsync();
        client.SendTimeout = 0;
        await client.SendAsync(Encoding.Latin1.GetBytes($"POST /hold HTTP/1.1\r\n{Host}Content-Length: 1000000000\r\n\r\n"), Cancel);
        client.Blocking = false;

        // As much as the buffers and windows on the way take, and no more.
        var (sent, idle) = (0L, 0);
        var part = new byte[65536];
        while (idle < 20)
        {
            try
            {
                sent += client.Send(part);
                idle = 0;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                idle++;
                await _setup.Proxy.StatusAsync();
            }

            Assert.InRange(sent, 0, 100_000_000);
        }
    }

    [Fact]
    public async Task Thousand_requests_at_a_time_share_few_connections()
    {
        const int Count = 1000;
        var answers = Enumerable.Range(0, Count).Select(_ => _setup.Client.GetStringAsync(new Uri("/gate", UriKind.Relative), Cancel)).ToArray();
        // All of them are under way at once.
        for (var i = 0; i < Count; i++)
            await _gate.WaitAsync(Cancel);
        _arrived.SetResult();

        var connections = (await Task.WhenAll(answers)).Distinct().Count();

        Assert.InRange(connections, Count / MaxStreams, (Count / MaxStreams) + (2 * Environment.ProcessorCount));
        Assert.Equal(Count, (await _setup.Proxy.SettledAsync()).Served);
    }

    [Fact]
    public async Task Request_given_up_by_a_client_of_http1_ends_at_the_server()
    {
        var client = await _setup.Proxy.ConnectAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes($"GET /until-cancelled HTTP/1.1\r\n{Host}\r\n"), Cancel);
        await _gate.WaitAsync(Cancel);

        client.Dispose();

        await _gate.WaitAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _arrived.TrySetResult();
        await _setup.DisposeAsync();
        await _backend.DisposeAsync();
    }

    private static string Unchunk(string body) => body.Contains("\r\n", StringComparison.Ordinal)
        ? string.Concat(body.Split("\r\n").Where((line, i) => i % 2 == 1 && line.Length > 0))
        : body;

    private async Task ServeAsync(HttpContext context)
    {
        var response = context.Response;
        switch (context.Request.Path.Value)
        {
            case "/hello":
                response.ContentLength = 5;
                await response.WriteAsync("hello", Cancel);
                break;
            case "/endless":
                await response.WriteAsync("hello", Cancel);
                break;
            case "/204" or "/304":
                response.StatusCode = int.Parse(context.Request.Path.Value[1..]);
                break;
            case "/echo":
                await context.Request.Body.CopyToAsync(response.Body, Cancel);
                break;
            case "/flood":
                await FloodAsync(context);
                break;
            case "/hold":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case "/gate":
                await PassGateAsync(context);
                break;
            case "/until-cancelled":
                await using (context.RequestAborted.Register(() => _gate.Release()))
                {
                    _gate.Release();
                    await Task.Delay(Timeout.Infinite, context.RequestAborted);
                }

                break;
        }
    }

    // Until it is stopped, which is told, and then for as long as the client is there.
    private async Task FloodAsync(HttpContext context)
    {
        var part = new byte[64 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
        {
            var writing = context.Response.Body.WriteAsync(part, context.RequestAborted).AsTask();
            if (await Task.WhenAny(writing, Task.Delay(500, Cancel)) == writing)
                continue;
            _gate.Release();
            await writing;
        }
    }

    private async Task PassGateAsync(HttpContext context)
    {
        Interlocked.Increment(ref _underWay);
        _gate.Release();
        await _arrived.Task.WaitAsync(Cancel);
        await context.Response.WriteAsync(context.Connection.Id, Cancel);
    }

    // Unlike the usual contents, one that HttpClient goes on to send while the answer is read.
    private sealed class SentWhileRead(byte[] content) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(content, Cancel).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = content.Length;
            return true;
        }
    }
}
