using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Contracts;
using Haloy.Proxy.Compression;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tests.Compression;

/// <summary>Compressed answers that take their time, break off, or that nobody waits for.</summary>
public sealed class CompressionStreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zstd", "", "")]
    [InlineData("br", "Content-Length: 1000000\r\n", "")]
    [InlineData("br", "Transfer-Encoding: chunked\r\n", "2\r\n{0}\r\n")]
    [InlineData("gzip", "Transfer-Encoding: chunked\r\n", "2\r\n{0}\r\n")]
    [InlineData("zstd", "Transfer-Encoding: chunked\r\n", "2\r\n{0}\r\n")]
    public async Task Each_part_of_a_stream_can_be_read_before_the_next_is_sent(string coding, string fields, string part)
    {
        using var received = new SemaphoreSlim(0);
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n{fields}\r\n");
            foreach (var letter in "abc")
            {
                await received.WaitAsync(peer.Stop);
                await peer.SendAsync((part.Length == 0 ? "{0}" : part).Replace("{0}", letter + "\n", StringComparison.Ordinal));
            }

            await received.WaitAsync(peer.Stop);
        });
        await using var proxy = await CompressionTests.StartAsync(backend);

        using var response = await CompressionTests.GetAsync(proxy, coding, HttpCompletionOption.ResponseHeadersRead);
        await using var body = Codings.Reader(coding, await response.Content.ReadAsStreamAsync(Cancel));
        foreach (var letter in "abc")
        {
            received.Release();
            var buffer = new byte[2];
            await body.ReadExactlyAsync(buffer, Cancel);
            Assert.Equal(letter + "\n", Encoding.ASCII.GetString(buffer));
        }
    }

    [Theory]
    [InlineData("zstd", 3_000)]
    [InlineData("br", 700_000)]
    [InlineData("gzip", 100_000)]
    public async Task Answer_of_a_backend_that_speaks_http2_is_compressed_too(string coding, int size)
    {
        var body = Codings.Text(size, new Random(size));
        await using var backend = await KestrelBackend.H2cAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.Headers.ETag = "\"v1\"";
            await context.Response.Body.WriteAsync(body.AsMemory(0, 1000), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(body.AsMemory(1000), context.RequestAborted);
        });
        await using var proxy = await TestProxy.StartAsync();
        var route = Snapshots.Route("app.example.com", Snapshots.Backend(backend.EndPoint) with { Protocol = BackendProtocol.H2c });
        await proxy.ApplyAsync(Snapshots.Of(route with { PlainHttp = true, Policy = new() { Compression = true } }));

        using var response = await CompressionTests.GetAsync(proxy, coding);

        Assert.Equal((coding, "W/\"v1\""), (response.Content.Headers.ContentEncoding.Single(), response.Headers.ETag?.ToString()));
        Assert.Equal(body, Codings.Decode(coding, await response.Content.ReadAsByteArrayAsync(Cancel)));
        Assert.Equal(0, proxy.Server.Encoders.Taken);
    }

    [Fact]
    public async Task Trailers_come_behind_the_compressed_body_but_for_those_about_its_bytes()
    {
        var chunk = new string('x', 5000);
        await using var backend = ScriptedBackend.Answering(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n1388\r\n{chunk}\r\n0\r\nX-Sum: 1\r\nRepr-Digest: x\r\nETag: \"a\"\r\n\r\n");
        await using var proxy = await CompressionTests.StartAsync(backend);

        var got = await proxy.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nTE: trailers\r\nConnection: TE, close\r\nAccept-Encoding: gzip\r\n\r\n");

        Assert.Contains("Content-Encoding: gzip", got);
        Assert.EndsWith("\r\n0\r\nX-Sum: 1\r\n\r\n", got);
    }

    [Fact]
    public async Task Answer_that_breaks_off_is_not_complete_for_the_client()
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\nhello");
        });
        await using var proxy = await CompressionTests.StartAsync(backend);

        var got = await proxy.SendRawAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nAccept-Encoding: gzip\r\n\r\n");

        Assert.Contains("Content-Encoding: gzip", got);
        Assert.DoesNotContain("\r\n0\r\n", got);
        Assert.Equal(0, proxy.Server.Encoders.Taken);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Clients_that_leave_anywhere_leave_no_encoder(string coding)
    {
        var body = Codings.Text(400_000, new Random(1));
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync(body.AsMemory(0, 100_000), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(body.AsMemory(100_000), context.RequestAborted);
        });
        using var log = new ErrorLog();
        using var loggers = new LoggerFactory([log]);
        await using var proxy = await TestProxy.StartAsync(loggers: loggers);
        await proxy.ApplyAsync(Snapshots.Under(new() { Compression = true }, backend.EndPoint));
        var request = Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: app.example.com\r\nAccept-Encoding: {coding}\r\n\r\n");

        for (var i = 0; i < 200; i++)
        {
            using var client = await proxy.ConnectAsync();
            await client.SendAsync(request, Cancel);
            if (i % 3 != 0)
                await client.ReceiveAsync(new byte[i * 50], Cancel);
            client.LingerState = new LingerOption(enable: i % 2 == 0, seconds: 0);
        }

        using var last = await CompressionTests.GetAsync(proxy, coding);
        Assert.Equal(body, Codings.Decode(coding, await last.Content.ReadAsByteArrayAsync(Cancel)));
        await proxy.SettledAsync();
        Assert.Equal(0, proxy.Server.Encoders.Taken);
        Assert.Empty(log.Errors);
    }

    [Fact]
    public async Task Slow_readers_cannot_take_more_encoders_than_there_is_memory_for()
    {
        // Each is begun and not ended, as long as the backend says nothing.
        var most = (int)(Compressor.DefaultMemory / BrotliBodyEncoder.Memory);
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello");
            await peer.ReadHeadAsync();
        });
        await using var proxy = await CompressionTests.StartAsync(backend);

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < most + 5; i++)
            answers.Add(await CompressionTests.GetAsync(proxy, "br", HttpCompletionOption.ResponseHeadersRead));

        Assert.Equal(most, answers.Count(a => a.Content.Headers.ContentEncoding.Count == 1));
        Assert.Equal(5, answers.Count(a => a.Content.Headers.ContentEncoding.Count == 0 && a.Headers.Vary.Count == 1));
        foreach (var answer in answers)
            answer.Dispose();
        await proxy.SettledAsync();
        Assert.Equal(0, proxy.Server.Encoders.Taken);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Streams_of_one_connection_are_compressed_each_by_itself(string coding)
    {
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            var size = int.Parse(context.Request.Path.Value![1..]);
            await context.Response.Body.WriteAsync(Codings.Text(size, new Random(size)), context.RequestAborted);
        });
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        await proxy.ApplyAsync(Snapshots.Under(new() { Compression = true }, backend.EndPoint));
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(proxy.Server.HttpsEndpoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });

        await Task.WhenAll(Enumerable.Range(1, 30).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"https://app.example.com/{i * i * 1500}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            Assert.Equal([coding], response.Content.Headers.ContentEncoding);
            Assert.Null(response.Content.Headers.ContentLength);
            var body = await response.Content.ReadAsByteArrayAsync(Cancel);
            Assert.Equal(Codings.Text(i * i * 1500, new Random(i * i * 1500)), Codings.Decode(coding, body));
        }));

        Assert.Equal(0, proxy.Server.Encoders.Taken);
    }
}
