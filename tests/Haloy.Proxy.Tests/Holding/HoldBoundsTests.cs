using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Holding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Holding;

/// <summary>What waiting may cost, and who is let go when.</summary>
public sealed class HoldBoundsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Who_comes_when_too_many_wait_is_asked_to_come_again(string version)
    {
        foreach (var limits in (HoldLimits[])[new() { PerRoute = 2 }, new() { Total = 2 }])
        {
            await using var backend = await KestrelBackend.NamedAsync("in");
            await using var held = await HeldProxy.StartAsync(o => o with { Holds = limits });
            using var client = held.Client(version);
            await held.HoldAsync();
            var waiting = new[] { client.GetAsync("/", Cancel), client.GetAsync("/", Cancel) };
            await held.HeldAsync(2);

            using var refused = await client.GetAsync("/", Cancel);
            var count = await held.CountAsync();
            await held.ServeAsync(backend.EndPoint);

            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
            Assert.Equal((2L, 2L, 1L), (count.Held, count.Total, count.Refused));
            foreach (var response in await Task.WhenAll(waiting))
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("1.1", 1_000_000, 200)]
    [InlineData("2.0", 1_000_000, 503)]
    [InlineData("2.0", 0, 200)]
    public async Task Bytes_that_may_have_to_be_kept_are_limited(string version, int body, int status)
    {
        // A body over HTTP/1.1 stays in the socket; over HTTP/2 a client may send a window of it.
        await using var backend = await KestrelBackend.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var held = await HeldProxy.StartAsync(o => o with { Holds = new HoldLimits { Bytes = 100_000 } });
        using var client = held.Client(version);
        await held.HoldAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = body == 0 ? null : new ByteArrayContent(new byte[body]);
        request.Headers.ExpectContinue = version == "1.1";
        var pending = client.SendAsync(request, Cancel);
        Task settled = status == 200 ? held.HeldAsync(1) : pending;
        await settled;
        await held.ServeAsync(backend.EndPoint);

        using var response = await pending;
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n", false)]
    [InlineData("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n", true)]
    [InlineData("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", false)]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 10\r\n\r\nhalf", false)]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 4\r\n\r\n", true)]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 4\r\n\r\nfull", true)]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.com\r\nTransfer-Encoding: chunked\r\n\r\n", true)]
    public async Task Who_leaves_does_not_count_any_more(string request, bool reset)
    {
        await using var held = await HeldProxy.StartAsync(o => o with { Holds = new HoldLimits { PerRoute = 1 } });
        await held.HoldAsync();
        using (var client = await held.SendAsync(request))
        {
            await held.HeldAsync(1);
            client.LingerState = new LingerOption(enable: reset, seconds: 0);
        }

        await held.HeldAsync(0);

        using var next = await held.SendAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n");
        var count = await held.HeldAsync(1);
        Assert.Equal((2L, 0L, 0L), (count.Total, count.Released, count.Refused));
    }

    [Fact]
    public async Task Stream_that_is_given_up_does_not_count_any_more()
    {
        await using var held = await HeldProxy.StartAsync();
        using var client = held.Client("2.0");
        await held.HoldAsync();
        using var impatience = new CancellationTokenSource();
        var given = client.GetAsync("/", impatience.Token);
        var stays = client.GetAsync("/", Cancel);
        await held.HeldAsync(2);

        await impatience.CancelAsync();
        await held.HeldAsync(1);
        client.Dispose();

        await held.HeldAsync(0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await Assert.ThrowsAnyAsync<Exception>(() => stays);
    }

    [Fact]
    public async Task Half_closed_connection_whose_request_is_all_here_is_served()
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var held = await HeldProxy.StartAsync();
        await held.HoldAsync();
        using var client = await held.SendAsync("POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 4\r\n\r\nfull");
        await held.HeldAsync(1);
        client.Shutdown(SocketShutdown.Send);

        await held.ServeAsync(backend.EndPoint);

        var answer = new byte["HTTP/1.1 200 OK".Length];
        await client.ReceiveAsync(answer, SocketFlags.None, Cancel);
        Assert.Equal("HTTP/1.1 200 OK"u8, answer);
    }

    [Fact]
    public async Task Waiting_requests_are_let_go_in_the_order_of_their_arrival()
    {
        var order = new ConcurrentQueue<string>();
        await using var backend = await KestrelBackend.StartAsync(context =>
        {
            order.Enqueue(context.Request.Path.Value![1..]);
            return Task.CompletedTask;
        });
        // The streams of one connection live on one loop; one after the other, so that the order is the backend's too.
        await using var held = await HeldProxy.StartAsync(o => o with { Holds = new HoldLimits { AtOnce = 1 } });
        using var client = held.Client("2.0");
        await held.HoldAsync();
        var pending = new List<Task<HttpResponseMessage>>();
        for (var i = 0; i < 50; i++)
        {
            pending.Add(client.GetAsync($"/{i}", Cancel));
            await held.HeldAsync(i + 1);
        }

        // Tables that hold on change nothing.
        await held.HoldAsync(30);
        await held.HoldAsync(20);
        await held.ServeAsync(backend.EndPoint);

        await Task.WhenAll(pending);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i.ToString()), order);
        Assert.Equal(50, (await held.CountAsync()).Total);
    }

    [Fact]
    public async Task New_backend_is_not_met_by_all_of_them_at_once()
    {
        const int Requests = 40;
        const int AtOnce = 4;
        using var release = new SemaphoreSlim(0);
        var arrived = 0;
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            Interlocked.Increment(ref arrived);
            await release.WaitAsync(context.RequestAborted);
        });
        await using var held = await HeldProxy.StartAsync(o => o with { Holds = new HoldLimits { AtOnce = AtOnce * Environment.ProcessorCount } });
        using var client = held.Client("2.0");
        await held.HoldAsync();
        var pending = Enumerable.Range(0, Requests).Select(_ => client.GetAsync("/", Cancel)).ToArray();
        await held.HeldAsync(Requests);

        await held.ServeAsync(backend.EndPoint);
        await held.HeldAsync(Requests - AtOnce);
        // As one is answered another one is let go, and some more each second whether or not they are answered.
        release.Release();
        await held.HeldAsync(Requests - AtOnce - 1);
        held.Clock.Advance(TimeSpan.FromSeconds(1));
        await held.HeldAsync(Requests - (2 * AtOnce) - 1);
        Assert.InRange(Volatile.Read(ref arrived), 0, (2 * AtOnce) + 1);
        release.Release(Requests);

        foreach (var response in await Task.WhenAll(pending))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Answers_without_an_end_do_not_keep_the_others_waiting()
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var held = await HeldProxy.StartAsync(o => o with { Holds = new HoldLimits { AtOnce = 1 } });
        using var client = held.Client("2.0");
        await held.HoldAsync();
        var pending = Enumerable.Range(0, 10).Select(_ => client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancel)).ToArray();
        await held.HeldAsync(10);

        await held.ServeAsync(backend.EndPoint);

        foreach (var response in await Task.WhenAll(pending))
            response.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Stop_answers_who_waits(string version)
    {
        await using var held = await HeldProxy.StartAsync();
        using var client = held.Client(version);
        await held.HoldAsync();
        var pending = Enumerable.Range(0, 60).Select(_ => client.GetAsync("/", Cancel)).ToArray();
        await held.HeldAsync(60);

        // The clock stands still: nobody waits for the time limit.
        await held.Proxy.Server.StopAsync(Cancel);

        foreach (var response in await Task.WhenAll(pending))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
    }
}
