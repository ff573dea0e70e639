using System.Net;
using Haloy.Contracts.Policies;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Forwarding;

/// <summary>Fields behind a body, through HTTP/1.1 and HTTP/2.</summary>
public sealed class TrailerRelayTests
{
    private const string Host = "Host: app.example.com\r\n";
    private const string Head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n";
    private const string Body = "\r\n5\r\nhello\r\n0\r\n";

    [Fact]
    public async Task Trailers_reach_a_client_of_http1_that_takes_them()
    {
        await using var backend = ScriptedBackend.Answering(Head + Body + "X-Sum:\t1 \r\nSet-Cookie: a=b\r\nContent-Length: 3\r\n\r\n");
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var response = await proxy.SendRawAsync($"GET / HTTP/1.1\r\n{Host}TE: trailers\r\nConnection: TE, close\r\n\r\n");

        Assert.Contains("\r\nTrailer: X-Sum\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n", "0\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: app.example.com\r\nTE: trailers\r\n\r\n", "hello")]
    public async Task Trailers_do_not_reach_others(string request, string end)
    {
        await using var backend = ScriptedBackend.Answering(Head + Body + "X-Sum: 1\r\n\r\n");
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var response = await proxy.SendRawAsync(request);

        Assert.DoesNotContain("X-Sum", response, StringComparison.Ordinal);
        Assert.EndsWith(end, response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection: X-Sum\r\n", "X-Sum: 1\r\n")]
    [InlineData("", "Server-Timing: a\r\n")]
    public async Task Trailers_that_the_connection_or_the_policy_names_are_dropped(string field, string trailer)
    {
        await using var backend = ScriptedBackend.Answering(Head + field + Body + trailer + "\r\n");
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(new SnapshotPolicy { Headers = new Dictionary<string, string> { ["server-timing"] = "" } }, backend.EndPoint));

        var response = await proxy.SendRawAsync($"GET / HTTP/1.1\r\n{Host}TE: trailers\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("hello\r\n0\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_goes_on_behind_trailers()
    {
        await using var backend = ScriptedBackend.Answering(Head + Body + "X-Sum: 1\r\n\r\n");
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        var request = $"GET / HTTP/1.1\r\n{Host}TE: trailers\r\n";

        var response = await proxy.SendRawAsync($"{request}\r\n{request}Connection: close\r\n\r\n");

        Assert.Equal(2, response.Split("hello\r\n0\r\nX-Sum: 1\r\n\r\n").Length - 1);
        Assert.Equal(1, backend.Connections);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task Trailers_of_a_request_reach_the_backend_without_what_only_heads_may_say(int piece)
    {
        var received = new TaskCompletionSource<(string Head, string? Body, string Trailers)>();
        await using var backend = new ScriptedBackend(async peer =>
        {
            var head = (await peer.ReadHeadAsync())!;
            var body = await peer.ReadBodyAsync(head);
            received.SetResult((head, body, string.Join('|', peer.Trailers)));
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        using var client = await proxy.ConnectAsync();
        await using var stream = new System.Net.Sockets.NetworkStream(client);

        var request = $"POST / HTTP/1.1\r\n{Host}Trailer: X-Sum\r\nTrailer: Cookie\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n"
            + "X-Sum: 1\r\nX-Forwarded-For: 10.0.0.1\r\nCookie: admin=1\r\nContent_Length: 5\r\nAuthorization: Basic eA==\r\nX-More:2\r\n\r\n";
        foreach (var part in System.Text.Encoding.Latin1.GetBytes(request).Chunk(piece))
            await stream.WriteAsync(part, TestContext.Current.CancellationToken);
        var (head, body, trailers) = await received.Task;

        Assert.Contains("\r\nTrailer: X-Sum\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Trailer: Cookie", head, StringComparison.Ordinal);
        Assert.Equal(("hi", "X-Sum: 1|X-More: 2"), (body, trailers));
    }

    [Fact]
    public async Task Trailers_pass_between_http2_and_http1()
    {
        var received = new TaskCompletionSource<string>();
        await using var backend = new ScriptedBackend(async peer =>
        {
            var head = (await peer.ReadHeadAsync())!;
            await peer.ReadBodyAsync(head);
            received.SetResult(string.Join('|', peer.Trailers));
            await peer.SendAsync(Head + Body + "X-Sum: 1\r\nSet-Cookie: a=b\r\n\r\n");
        });
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        await proxy.ServeAsync(backend.EndPoint);
        await using var peer = await Http2Peer.ConnectAsync(proxy);

        await peer.SendAsync(
            Frames.Hello,
            Frames.Frame(Frames.Headers, Frames.EndHeaders, 1, Frames.Request("POST", "/")),
            Frames.Frame(Frames.Data, 0, 1, "hi"u8),
            Frames.Frame(Frames.Headers, Frames.Whole, 1, Frames.Block(("x-sum", "2"), ("cookie", "admin=1"), ("x-forwarded-for", "10.0.0.1"))));
        var frames = await peer.ReadUntilAsync(f => f.Ends);

        Assert.Equal("x-sum: 2", await received.Task);
        Assert.Equal([Frames.Headers, Frames.Data, Frames.Headers], frames.Where(f => f.Stream == 1).Select(f => f.Type));
        Assert.Equal(Frames.Block(("x-sum", "1")), frames[^1].Payload);
    }
}
