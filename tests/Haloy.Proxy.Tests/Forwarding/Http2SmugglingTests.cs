using System.Collections.Concurrent;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Forwarding;

/// <summary>HTTP/2 has no line ends, so what would be one has to be stopped before it is written as HTTP/1.1.</summary>
public sealed class Http2SmugglingTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ConcurrentQueue<string> _heads = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("x: y\r\ntransfer-encoding: chunked\r\nz", "a")]
    [InlineData("x\r\ny", "a")]
    [InlineData("x\ny", "a")]
    [InlineData("x\0y", "a")]
    [InlineData("x y", "a")]
    [InlineData("x\u000by", "a")]
    [InlineData("x(", "a")]
    [InlineData("x\u00e4", "a")]
    [InlineData("x", "a\r\ntransfer-encoding: chunked")]
    [InlineData("x", "a\nb")]
    [InlineData("x", "a\rb")]
    [InlineData("x", "a\0b")]
    [InlineData("cookie", "a\r\nb: c")]
    public async Task Field_that_would_be_several_is_refused(string name, string value)
    {
        var status = await SendAsync("GET", "/", "app.example.com", (name, value));

        Assert.Equal(400, status ?? 400);
        Assert.Empty(_heads);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET", "/", "app.example.com")]
    [InlineData("GE T", "/", "app.example.com")]
    [InlineData("GET", "/ HTTP/1.1\r\nX: y", "app.example.com")]
    [InlineData("GET", "/a b", "app.example.com")]
    [InlineData("GET", "/a\nb", "app.example.com")]
    [InlineData("GET", "/", "app.example.com\r\nx: y")]
    public async Task Request_line_that_would_be_several_is_refused(string method, string path, string authority)
    {
        var status = await SendAsync(method, path, authority);

        Assert.Equal(400, status ?? 400);
        Assert.Empty(_heads);
    }

    [Fact]
    public async Task Length_without_a_body_is_not_passed_on()
    {
        await SendAsync("POST", "/", "app.example.com", ("content-length", "5"));

        Assert.DoesNotContain(_heads, h => h.Contains("Content-Length", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Ordinary_request_passes()
    {
        Assert.Equal(200, await SendAsync("GET", "/", "app.example.com", ("x-y", "a\tb \u00e4")));
        Assert.Contains("x-y: a\tb \u00e4\r\n", Assert.Single(_heads), StringComparison.Ordinal);
    }

    private async Task<int?> SendAsync(string method, string path, string authority, params (string Name, string Value)[] more)
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
            {
                _heads.Enqueue(head);
                await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        TestCertificates.WriteSelfSigned(_directory.File("certs"), "app.example.com");
        await using var proxy = await TestProxy.StartAsync(directory: _directory);
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com", Snapshots.Backend(backend.EndPoint))));
        return await RawHttp2.SendAsync(proxy, [(":method", method), (":scheme", "https"), (":path", path), (":authority", authority), .. more]);
    }
}
