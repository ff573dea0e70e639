using System.Net;
using Haloy.Contracts.Logs;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Hosting;
using Haloy.Server.Logs;
using Haloy.Server.ProxySync;
using Haloy.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Server.Tests.ProxySync;

/// <summary>What the daemon hears from a real proxy, which is the same whether that runs inside it or beside it.</summary>
public sealed class UnixProxyControlTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counters_are_read()
    {
        using var directory = new TempDirectory();
        await using var proxy = await StartAsync(directory);
        using var control = new UnixProxyControl(proxy.ControlSocketPath);
        await control.PushAsync(new() { Routes = [new() { Canonical = "app.example.com", PlainHttp = true }] }, Cancellation);
        await VisitAsync(proxy);

        var counters = await control.CountersAsync(Cancellation);

        var route = Assert.Single(counters.Routes);
        Assert.Equal(("app.example.com", 1L, 1L), (route.Host, route.Traffic.Requests, route.Traffic.Page502));
        Assert.Equal(LatencyBounds.Milliseconds, counters.LatencyBoundsMs);
    }

    [Fact]
    public async Task Requests_reach_the_log_also_after_the_proxy_was_away()
    {
        using var directory = new TempDirectory();
        var proxy = await StartAsync(directory);
        using var control = new UnixProxyControl(proxy.ControlSocketPath);
        var log = new ServerLog(TimeProvider.System);
        using var reader = log.Enter(requests: true);
        using var following = new AccessLogFollower(control, log, TimeProvider.System).Follow();
        await using var entries = reader.ReadAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.Equal("/first", (await VisitUntilSeenAsync(proxy, entries, "/first")).Fields!["path"]);
        await proxy.DisposeAsync();
        while (entries.Current.Level != "WARN")
            await entries.MoveNextAsync();
        await using var next = await StartAsync(directory);
        Assert.Equal("/second", (await VisitUntilSeenAsync(next, entries, "/second")).Fields!["path"]);
    }

    [Fact]
    public async Task Proxy_that_is_not_there_is_unreachable_for_both()
    {
        using var directory = new TempDirectory();
        using var control = new UnixProxyControl(directory.File("nobody.sock"));

        await Assert.ThrowsAsync<ProxyUnreachableException>(() => control.CountersAsync(Cancellation));
        await using var lines = control.AccessLogAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await Assert.ThrowsAsync<ProxyUnreachableException>(async () => await lines.MoveNextAsync());
    }

    private static async Task<ProxyServer> StartAsync(TempDirectory directory)
    {
        var options = new ProxyOptions { Http = new(IPAddress.Loopback, 0), Https = new(IPAddress.Loopback, 0), DataDirectory = directory.Path };
        var proxy = new ProxyServer(options, NullLoggerFactory.Instance, TimeProvider.System);
        await proxy.StartAsync(Cancellation);
        return proxy;
    }

    // Nobody says when the follower has come: until then requests are not written down.
    private static async Task<LogEntry> VisitUntilSeenAsync(ProxyServer proxy, IAsyncEnumerator<LogEntry> entries, string path)
    {
        var next = entries.MoveNextAsync().AsTask();
        do
            await VisitAsync(proxy, path);
        while (!next.IsCompleted);
        Assert.True(await next);
        // What was asked more than once is of no interest.
        while (entries.Current.Fields?["path"] != path)
            await entries.MoveNextAsync();
        return entries.Current;
    }

    private static async Task VisitAsync(ProxyServer proxy, string path = "/")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{proxy.HttpEndpoint}{path}") { Headers = { Host = "app.example.com" } };
        (await client.SendAsync(request, Cancellation)).Dispose();
    }
}
