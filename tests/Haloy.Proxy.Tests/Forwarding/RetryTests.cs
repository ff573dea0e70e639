using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class RetryTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Backend_that_cannot_be_reached_is_passed_over_for_any_method(string method)
    {
        await using var backend = ScriptedBackend.Answering(Ok);
        await using var proxy = await TestProxy.ServingAsync(ScriptedBackend.Nobody(), ScriptedBackend.Nobody(), backend.EndPoint);

        for (var i = 0; i < 4; i++)
            Assert.StartsWith("HTTP/1.1 200", await proxy.SendRawAsync($"{method} / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
    }

    [Fact]
    public async Task No_backend_at_all_and_none_reachable_have_pages_of_their_own()
    {
        await using var proxy = await TestProxy.ServingAsync();
        using var none = await proxy.GetAsync("/");
        await proxy.ServeAsync(ScriptedBackend.Nobody());
        using var dead = await proxy.GetAsync("/");

        Assert.Equal((HttpStatusCode.BadGateway, HttpStatusCode.BadGateway), (none.StatusCode, dead.StatusCode));
        Assert.Contains("No healthy backends", await none.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Backend unavailable", await dead.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Idle_connection_closed_by_the_backend_is_noticed_before_use()
    {
        using var closed = new SemaphoreSlim(0);
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync(Ok);
            peer.Dispose();
            closed.Release();
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        for (var i = 0; i < 5; i++)
        {
            Assert.StartsWith("HTTP/1.1 200", await proxy.SendRawAsync("POST / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"));
            await closed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("GET", "200")]
    [InlineData("DELETE", "200")]
    [InlineData("POST", "502")]
    public async Task Used_connection_that_dies_on_a_request_is_replaced_only_for_repeatable_methods(string method, string status)
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync(Ok);
            if (peer.Number > 1)
                await peer.ReadHeadAsync();
            else if (await peer.ReadHeadAsync() is not null)
                peer.Reset();
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        // On one connection, for every loop has a pool of its own.
        using var client = await proxy.ConnectAsync();
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        while (!string.IsNullOrEmpty(await reader.ReadLineAsync(TestContext.Current.CancellationToken)))
        {
        }

        await stream.WriteAsync(
            Encoding.Latin1.GetBytes($"{method} / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            TestContext.Current.CancellationToken);
        var second = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains($"HTTP/1.1 {status}", second);
        Assert.Equal(status == "200" ? 2 : 1, backend.Connections);
    }

    [Fact]
    public async Task Body_that_was_begun_is_never_sent_twice()
    {
        var requests = 0;
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            Interlocked.Increment(ref requests);
            peer.Reset();
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint, ScriptedBackend.Nobody());

        var response = await proxy.SendRawAsync("PUT / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 502", response);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task Request_that_makes_whoever_gets_it_hang_up_does_not_go_to_all_of_them()
    {
        var requests = 0;
        ScriptedBackend[] backends = [.. Enumerable.Range(0, 6).Select(_ => new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            Interlocked.Increment(ref requests);
            peer.Reset();
        }))];
        await using var proxy = await TestProxy.ServingAsync([.. backends.Select(b => b.EndPoint)]);

        using var response = await proxy.GetAsync("/");

        Assert.Equal((HttpStatusCode.BadGateway, 3), (response.StatusCode, requests));
        foreach (var backend in backends)
            await backend.DisposeAsync();
    }

    [Fact]
    public async Task Repeatable_request_that_got_no_answer_goes_to_the_next_backend()
    {
        await using var broken = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            peer.Reset();
        });
        await using var healthy = ScriptedBackend.Answering(Ok);
        await using var proxy = await TestProxy.ServingAsync(broken.EndPoint, healthy.EndPoint);

        for (var i = 0; i < 4; i++)
        {
            using var response = await proxy.GetAsync("/");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }
}
