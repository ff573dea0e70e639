using System.Net;
using System.Net.WebSockets;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Holding;

public sealed class HoldTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Request_waits_and_goes_where_the_next_table_says(string version)
    {
        await using var old = await KestrelBackend.NamedAsync("old");
        await using var next = await KestrelBackend.NamedAsync("next");
        await using var held = await HeldProxy.StartAsync();
        using var client = held.Client(version);
        await held.HoldAsync(backends: old.EndPoint);

        var pending = Enumerable.Range(0, 5).Select(_ => client.GetStringAsync("/", Cancel)).ToArray();
        await held.HeldAsync(5);
        await held.ServeAsync(next.EndPoint);

        Assert.Equal(Enumerable.Repeat("next", 5), await Task.WhenAll(pending));
        var count = await held.HeldAsync(0);
        Assert.Equal(("app.example.com", 0L, 5L, 5L, 0L, 0L), (count.Route, count.Held, count.Total, count.Released, count.Expired, count.Refused));
    }

    [Theory]
    [InlineData("1.1", 10)]
    [InlineData("1.1", 3_000_000)]
    [InlineData("2.0", 10)]
    [InlineData("2.0", 3_000_000)]
    public async Task Body_of_a_held_request_arrives_whole(string version, int size)
    {
        await using var backend = await KestrelBackend.StartAsync(context => context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted));
        await using var held = await HeldProxy.StartAsync();
        using var client = held.Client(version);
        await held.HoldAsync();
        var body = new byte[size];
        new Random(size).NextBytes(body);

        var pending = client.PostAsync("/", new ByteArrayContent(body), Cancel);
        await held.HeldAsync(1);
        await held.ServeAsync(backend.EndPoint);

        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Upgrade_waits_too()
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            using var accepted = await context.WebSockets.AcceptWebSocketAsync();
            await accepted.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
        });
        await using var held = await HeldProxy.StartAsync();
        await held.HoldAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", "app.example.com");

        var connecting = socket.ConnectAsync(new Uri($"ws://{held.Proxy.Server.HttpEndpoint}/"), Cancel);
        await held.HeldAsync(1);
        await held.ServeAsync(backend.EndPoint);
        await connecting;

        Assert.Equal(5, (await socket.ReceiveAsync(new byte[10], Cancel)).Count);
    }

    [Fact]
    public async Task Request_under_way_is_not_touched()
    {
        using var release = new SemaphoreSlim(0);
        var asked = new TaskCompletionSource();
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            asked.TrySetResult();
            await release.WaitAsync(context.RequestAborted);
        });
        await using var held = await HeldProxy.StartAsync();
        await held.ServeAsync(backend.EndPoint);
        var pending = held.Proxy.GetAsync("/");
        await asked.Task;

        await held.HoldAsync();
        release.Release();

        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Only_the_path_that_is_held_waits()
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var held = await HeldProxy.StartAsync();
        var path = new SnapshotPath { Path = "/api", State = RouteState.Holding, Until = held.Clock.GetUtcNow().AddSeconds(60) };
        await held.Proxy.ApplyAsync(Snapshots.Of(HeldProxy.Route(backend.EndPoint) with { Paths = [path] }));

        var pending = held.Proxy.GetAsync("/api/x");
        var count = await held.HeldAsync(1);
        using var other = await held.Proxy.GetAsync("/apix");

        Assert.Equal(("app.example.com/api", HttpStatusCode.OK), (count.Route, other.StatusCode));
        await held.ServeAsync(backend.EndPoint);
        using var response = await pending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Who_may_not_visit_does_not_wait()
    {
        await using var held = await HeldProxy.StartAsync();
        await held.Proxy.ApplyAsync(Snapshots.Of(HeldProxy.Route() with
        {
            State = RouteState.Holding,
            Until = held.Clock.GetUtcNow().AddSeconds(60),
            Policy = new SnapshotPolicy { IpAllow = ["192.0.2.0/24"] },
        }));

        using var response = await held.Proxy.GetAsync("/");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Password_is_asked_for_before_and_checked_again_after()
    {
        await using var backend = await KestrelBackend.NamedAsync("in");
        await using var held = await HeldProxy.StartAsync();
        var policy = new SnapshotPolicy { BasicAuth = [Snapshots.User("ben", "b")] };
        var route = HeldProxy.Route(backend.EndPoint) with { Policy = policy };
        await held.Proxy.ApplyAsync(Snapshots.Of(route with { State = RouteState.Holding, Until = held.Clock.GetUtcNow().AddSeconds(60) }));
        using var client = held.Client("1.1");

        using var stranger = await client.GetAsync("/", Cancel);
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("ben:b"u8));
        var pending = client.GetAsync("/", Cancel);
        await held.HeldAsync(1);
        await held.Proxy.ApplyAsync(Snapshots.Of(route with { Policy = new SnapshotPolicy { BasicAuth = [Snapshots.User("ben", "changed")] } }));

        using var response = await pending;
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (stranger.StatusCode, response.StatusCode));
    }

    [Fact]
    public async Task Route_that_is_gone_lets_nobody_wait_any_longer()
    {
        await using var held = await HeldProxy.StartAsync();
        await held.HoldAsync();
        var pending = held.Proxy.GetAsync("/");
        await held.HeldAsync(1);

        await held.Proxy.ApplyAsync(Snapshots.Of());

        using var response = await pending;
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        // Nor is it counted for longer.
        while ((await held.Proxy.StatusAsync()).Holds is not null)
            await held.Proxy.ApplyAsync(Snapshots.Of());
    }

    [Fact]
    public async Task Pipelined_requests_wait_one_after_the_other_and_are_answered_in_order()
    {
        await using var backend = await KestrelBackend.StartAsync(context => context.Response.Body.WriteAsync(System.Text.Encoding.ASCII.GetBytes(context.Request.Path)).AsTask());
        await using var held = await HeldProxy.StartAsync();
        await held.HoldAsync();
        const string Host = " HTTP/1.1\r\nHost: app.example.com\r\n";

        var pending = held.Proxy.SendRawAsync($"GET /1{Host}\r\nGET /2{Host}\r\nGET /3{Host}Connection: close\r\n\r\n");
        await held.HeldAsync(1);
        await held.ServeAsync(backend.EndPoint);

        var answer = await pending;
        Assert.Equal(3, answer.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.True(answer.IndexOf("/1", StringComparison.Ordinal) < answer.IndexOf("/2", StringComparison.Ordinal));
    }
}
