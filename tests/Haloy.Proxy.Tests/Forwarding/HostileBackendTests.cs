using System.Net;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class HostileBackendTests
{
    private const string Request = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData("")]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task Nonsense_instead_of_a_head_is_a_502_page(string answer)
    {
        await using var backend = ScriptedBackend.Answering(answer, close: true);
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        var response = await proxy.SendRawAsync(Request);

        Assert.StartsWith("HTTP/1.1 502", response);
        Assert.Contains("Backend unavailable", response);
        Assert.DoesNotContain(backend.EndPoint.Port.ToString(), response);
    }

    [Fact]
    public async Task Endless_head_is_a_502_page()
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 200 OK\r\nX: ");
            for (var i = 0; i < 100; i++)
                await peer.SendAsync(new string('x', 1000));
            await peer.ReadAsync(1);
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        Assert.StartsWith("HTTP/1.1 502", await proxy.SendRawAsync(Request));
    }

    [Fact]
    public async Task Endless_interim_responses_are_a_502_page()
    {
        await using var backend = ScriptedBackend.Answering(string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 100)));
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        Assert.Contains("HTTP/1.1 502", await proxy.SendRawAsync(Request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!!0\r\n\r\n")]
    public async Task Body_that_breaks_off_is_seen_to_break_off(string answer)
    {
        await using var backend = ScriptedBackend.Answering(answer, close: true);
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => (await proxy.GetAsync("/")).Dispose());

        Assert.Equal(1, (await proxy.SettledAsync()).Failed);
    }

    [Fact]
    public async Task Bytes_after_a_response_never_become_the_next_one()
    {
        await using var backend = ScriptedBackend.Answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        for (var i = 0; i < 3; i++)
        {
            using var response = await proxy.GetAsync("/");
            Assert.Equal("ok", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(3, backend.Connections);
    }

    [Fact]
    public async Task Head_that_trickles_in_is_read_all_the_same()
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            foreach (var letter in "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
            {
                await peer.SendAsync(letter.ToString());
                await Task.Yield();
            }

            await peer.ReadHeadAsync();
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        using var response = await proxy.GetAsync("/");

        Assert.Equal("hello", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Head_that_never_comes_is_a_504_page()
    {
        var clock = new FakeClock();
        var asked = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            asked.TrySetResult();
            await peer.ReadAsync(1);
        });
        await using var proxy = await TestProxy.StartAsync(clock);
        await proxy.ServeAsync(backend.EndPoint);
        var pending = proxy.GetAsync("/");
        await asked.Task;

        // The request is with the backend, but its deadline may be set a moment later: go on until it has struck.
        while (!pending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        using var response = await pending;
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }
}
