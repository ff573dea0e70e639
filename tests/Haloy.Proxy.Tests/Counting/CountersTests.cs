using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;
using Microsoft.AspNetCore.Http;

namespace Haloy.Proxy.Tests.Counting;

/// <summary>What the control socket says of requests that real clients have sent to real backends.</summary>
public sealed class CountersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_are_counted_by_status_and_bytes_by_direction()
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.StatusCode = int.Parse(context.Request.Path.Value![1..]);
            if (context.Response.StatusCode != 304)
                await context.Response.WriteAsync("12345");
        });
        await using var proxy = await ServingAsync(Deployed(backend.EndPoint, "d1"));
        foreach (var status in (int[])[200, 204, 200, 304, 404, 404, 500, 503])
            (await proxy.GetAsync($"/{status}")).Dispose();
        using var upload = new HttpRequestMessage(HttpMethod.Post, "/200") { Headers = { Host = "app.example.com" }, Content = new StringContent("0123456789") };
        (await proxy.Client.SendAsync(upload, Cancel)).Dispose();

        var counters = await proxy.CountersAsync();

        var route = Assert.Single(counters.Routes).Traffic;
        var deployment = Assert.Single(counters.Deployments);
        Assert.Equal("d1", deployment.Deployment);
        foreach (var traffic in (TrafficCounters[])[route, deployment.Traffic])
        {
            Assert.Equal((9L, 4L, 1L, 2L, 2L), (traffic.Requests, traffic.Status2xx, traffic.Status3xx, traffic.Status4xx, traffic.Status5xx));
            Assert.Equal((10L, 35L, 0L), (traffic.BytesIn, traffic.BytesOut, traffic.InFlight));
            Assert.Equal((9L, 9L), (traffic.Head!.Count, traffic.Total!.Count));
            Assert.True(traffic.Total.SumMs >= traffic.Head.SumMs);
        }
    }

    [Fact]
    public async Task Http2_is_counted_in_the_same_way()
    {
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.WriteAsync("12345");
        });
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        await proxy.ApplyAsync(Table(Deployed(backend.EndPoint, "d1")));
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(proxy.Server.HttpsEndpoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
        };
        using var client = new HttpClient(handler);
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using (var response = await client.PostAsync("https://app.example.com/", new StringContent("0123456789"), Cancel))
            Assert.Equal((HttpVersion.Version20, "12345"), (response.Version, await response.Content.ReadAsStringAsync(Cancel)));

        var route = Assert.Single((await proxy.CountersAsync()).Routes).Traffic;
        Assert.Equal((1L, 1L, 10L, 5L, 0L), (route.Requests, route.Status2xx, route.BytesIn, route.BytesOut, route.InFlight));
    }

    [Fact]
    public async Task Request_is_in_flight_until_its_answer_is_complete_and_interim_answers_do_not_count()
    {
        using var release = new SemaphoreSlim(0);
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
            await release.WaitAsync(peer.Stop);
            await peer.SendAsync("k");
        });
        await using var proxy = await ServingAsync(Deployed(backend.EndPoint, "d1"));
        var pending = proxy.GetAsync("/");
        while ((await ReadAsync(proxy)).Routes is not [{ Traffic.Head.Count: 1 }])
            await Task.Yield();

        var during = Assert.Single((await ReadAsync(proxy)).Deployments).Traffic;
        Assert.Equal((1L, 1L, 0L, null), (during.Requests, during.InFlight, during.Status2xx, during.Total));

        release.Release();
        (await pending).Dispose();
        var after = Assert.Single((await proxy.CountersAsync()).Deployments).Traffic;
        Assert.Equal((1L, 0L, 1L), (after.Requests, after.InFlight, after.Status2xx));
    }

    [Fact]
    public async Task Failed_backends_are_retried_cut_or_paged()
    {
        await using var good = await KestrelBackend.NamedAsync("good");
        await using var broken = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal", close: true);
        await using var proxy = await ServingAsync(Deployed(ScriptedBackend.Nobody(), "bad"), Deployed(good.EndPoint, "good"));

        (await proxy.GetAsync("/")).Dispose();
        (await proxy.GetAsync("/")).Dispose();
        var retried = await proxy.CountersAsync();

        Assert.Equal((2L, 2L, 1L), Assert.Single(retried.Routes).Traffic is var r ? (r.Requests, r.Status2xx, r.Retried) : default);
        Assert.Equal((1L, 1L, 0L), Traffic(retried, "bad") is var b ? (b.Requests, b.Retried, b.InFlight) : default);
        Assert.Equal((2L, 2L, 0L), Traffic(retried, "good") is var g ? (g.Requests, g.Status2xx, g.Retried) : default);

        await proxy.ApplyAsync(Snapshots.Plain("app.example.com", ScriptedBackend.Nobody()));
        Assert.Equal(HttpStatusCode.BadGateway, (await proxy.GetAsync("/")).StatusCode);
        await proxy.ApplyAsync(Table(Deployed(broken.EndPoint, "cut")));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => proxy.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "app.example.com" } }, HttpCompletionOption.ResponseContentRead, Cancel));

        var after = await proxy.CountersAsync();
        Assert.Equal((4L, 1L, 1L, 2L), Assert.Single(after.Routes).Traffic is var t ? (t.Requests, t.Page502, t.Cut, t.Status2xx) : default);
        Assert.Equal((1L, 1L, 0L), Traffic(after, "cut") is var c ? (c.Requests, c.Cut, c.Status2xx) : default);
    }

    [Fact]
    public async Task Client_that_goes_away_is_no_fault_of_the_app()
    {
        var asked = new TaskCompletionSource();
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            asked.TrySetResult();
            await peer.ReadHeadAsync();
        });
        await using var proxy = await ServingAsync(Deployed(backend.EndPoint, "d1"));
        using (var client = await proxy.ConnectAsync())
        {
            await client.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n"), Cancel);
            await asked.Task;
        }

        Assert.Equal((1L, 1L, 0L), Assert.Single((await proxy.CountersAsync()).Deployments).Traffic is var t ? (t.Requests, t.Abandoned, t.Cut) : default);
    }

    [Fact]
    public async Task Tunnel_leaves_the_requests_in_flight_and_counts_its_bytes()
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[64];
            var message = await socket.ReceiveAsync(buffer, context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.ReceiveAsync(buffer, context.RequestAborted);
        });
        await using var proxy = await ServingAsync(Deployed(backend.EndPoint, "d1"));
        using (var client = new ClientWebSocket())
        {
            client.Options.SetRequestHeader("Host", "app.example.com");
            await client.ConnectAsync(new Uri($"ws://{proxy.Server.HttpEndpoint}/"), Cancel);
            await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
            await client.ReceiveAsync(new byte[64], Cancel);
            var open = Assert.Single((await proxy.CountersAsync()).Routes).Traffic;
            Assert.Equal((1L, 0L, 1L, 1L), (open.Requests, open.InFlight, open.Tunnels, open.TunnelsTotal));
        }

        TrafficCounters closed;
        while ((closed = Assert.Single((await proxy.CountersAsync()).Routes).Traffic).Tunnels > 0)
            await Task.Yield();
        Assert.Equal((1L, 0L, 0L), (closed.TunnelsTotal, closed.Cut, closed.Abandoned));
        // A frame of a text of five bytes: two of head, four of mask from the client.
        Assert.True(closed.BytesIn >= 11 && closed.BytesOut >= 7, $"{closed.BytesIn} in, {closed.BytesOut} out");
    }

    [Fact]
    public async Task Paths_are_routes_of_their_own_and_pages_belong_to_them()
    {
        await using var backend = await KestrelBackend.NamedAsync("app");
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com", Snapshots.Backend(backend.EndPoint)) with
        {
            PlainHttp = true,
            Paths = [
                new SnapshotPath { Path = "/stopped", State = RouteState.Stopped },
                new SnapshotPath { Path = "/closed", Policy = new SnapshotPolicy { IpAllow = ["192.0.2.1"] } },
            ],
        }));

        foreach (var target in (string[])["/", "/stopped/a", "/closed", "/closed?b"])
            (await proxy.GetAsync(target)).Dispose();
        (await proxy.GetAsync("/", "nobody.example.com")).Dispose();
        await proxy.SendRawAsync("GARBAGE\r\n\r\n");
        var counters = await proxy.CountersAsync();

        Assert.Equal(["", "/closed", "/stopped"], counters.Routes.Select(r => r.Path).Order());
        Assert.Equal((1L, 1L), counters.Routes.Single(r => r.Path == "").Traffic is var root ? (root.Requests, root.Status2xx) : default);
        Assert.Equal((1L, 1L), counters.Routes.Single(r => r.Path == "/stopped").Traffic is var stopped ? (stopped.Requests, stopped.Page503) : default);
        Assert.Equal((2L, 2L), counters.Routes.Single(r => r.Path == "/closed").Traffic is var closed ? (closed.Requests, closed.PageOther) : default);
        Assert.Equal((2L, 2L), (counters.Unrouted.Requests, counters.Unrouted.PageOther));
        Assert.Empty(counters.Deployments);
    }

    [Fact]
    public async Task Counters_survive_swaps()
    {
        await using var backend = await KestrelBackend.NamedAsync("app");
        await using var proxy = await ServingAsync(Deployed(backend.EndPoint, "d1"));
        (await proxy.GetAsync("/")).Dispose();
        await proxy.ApplyAsync(Table(Deployed(backend.EndPoint, "d2")));
        (await proxy.GetAsync("/")).Dispose();
        await proxy.ApplyAsync(Snapshots.Of());

        var counters = await proxy.CountersAsync();

        Assert.Equal(2, Assert.Single(counters.Routes).Traffic.Requests);
        Assert.Equal(["d1", "d2"], counters.Deployments.Select(d => d.Deployment).Order());
    }

    [Fact]
    public async Task Every_request_has_ended_in_one_way_when_clients_do_what_they_like()
    {
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
            {
                if (head.Contains("/die", StringComparison.Ordinal))
                    return;
                await peer.SendAsync(head.Contains("/cut", StringComparison.Ordinal) ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx" : "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                if (head.Contains("/cut", StringComparison.Ordinal))
                    return;
            }
        });
        await using var proxy = await ServingAsync(Deployed(backend.EndPoint, "d1"));
        await Parallel.ForAsync(0, 200, Cancel, async (number, cancel) =>
        {
            using var client = await proxy.ConnectAsync();
            var path = (number % 5) switch { 0 => "/die", 1 => "/cut", _ => "/" };
            await client.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: app.example.com\r\n\r\n"), cancel);
            if (number % 3 == 0)
                client.LingerState = new LingerOption(enable: true, seconds: 0);
            else
                await client.ReceiveAsync(new byte[4096], cancel);
        });

        var traffic = Assert.Single((await proxy.CountersAsync()).Routes).Traffic;
        Assert.Equal(traffic.Requests, traffic.Status2xx + traffic.Page502 + traffic.Cut + traffic.Abandoned);
    }

    private static Task<ProxyCounters> ReadAsync(TestProxy proxy) => proxy.ReadCountersAsync();

    private static TrafficCounters Traffic(ProxyCounters counters, string deployment) => counters.Deployments.Single(d => d.Deployment == deployment).Traffic;

    private static SnapshotBackend Deployed(IPEndPoint endPoint, string deployment) => Snapshots.Backend(endPoint, deployment);

    private static RoutingSnapshot Table(params SnapshotBackend[] backends) => Snapshots.Of(Snapshots.Route("app.example.com", backends) with { PlainHttp = true });

    private static async Task<TestProxy> ServingAsync(params SnapshotBackend[] backends)
    {
        var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Table(backends));
        return proxy;
    }
}
