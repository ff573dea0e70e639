using System.Net;
using System.Net.Sockets;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Hosting;

public sealed class ProxyServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_serves_from_the_saved_snapshot()
    {
        using var directory = new TempDirectory();
        await using var backend = await KestrelBackend.NamedAsync("here");
        await using (var first = await TestProxy.StartAsync(directory: directory))
            await first.ServeAsync(backend.EndPoint);

        await using var second = await TestProxy.StartAsync(directory: directory);
        using var response = await second.GetAsync("/");

        Assert.Equal("here", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("snapshot-file", (await second.StatusAsync()).LoadedFrom);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("""{"schema_version":99}""")]
    [InlineData("""{"routes":[{"canonical":""}]}""")]
    public async Task Start_with_an_unusable_snapshot_knows_no_host_to_be_unknown(string saved)
    {
        using var directory = new TempDirectory();
        Directory.CreateDirectory(directory.File("proxy"));
        await File.WriteAllTextAsync(directory.File("proxy", "snapshot.json"), saved, Cancel);

        await using var proxy = await TestProxy.StartAsync(directory: directory);
        using var response = await proxy.GetAsync("/");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
        Assert.Equal("empty", (await proxy.StatusAsync()).LoadedFrom);
    }

    [Fact]
    public async Task Start_without_a_snapshot_answers_503_until_a_table_says_which_hosts_there_are()
    {
        await using var proxy = await TestProxy.StartAsync();
        using var before = await proxy.GetAsync("/", "unknown.example.com");
        await proxy.ServeAsync();
        using var after = await proxy.GetAsync("/", "unknown.example.com");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
        Assert.Contains("not configured yet", await before.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, after.StatusCode);
    }

    [Theory]
    [InlineData(true, "--http")]
    [InlineData(false, "--https")]
    public async Task Start_on_a_taken_port_says_which_and_what_to_do(bool http, string flag)
    {
        using var directory = new TempDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var busy = (IPEndPoint)taken.LocalEndpoint;

        var failure = await Assert.ThrowsAsync<ProxyStartException>(async () => await TestProxy.StartAsync(
            directory: directory, change: o => http ? o with { Http = busy } : o with { Https = busy }));

        Assert.Contains($"{busy}: the address is already in use", failure.Failure.Message);
        Assert.Contains(flag + ".", failure.Failure.Hint);
    }

    [Fact]
    public async Task Start_on_the_port_of_another_proxy_is_refused()
    {
        using var directory = new TempDirectory();
        await using var living = await TestProxy.StartAsync();

        var failure = await Assert.ThrowsAsync<ProxyStartException>(async () => await TestProxy.StartAsync(
            directory: directory, change: o => o with { Http = living.Server.HttpEndpoint }));

        Assert.Contains("already in use", failure.Failure.Message);
    }

    [Fact]
    public async Task Start_beside_a_living_proxy_is_refused_and_leaves_it_alone()
    {
        using var directory = new TempDirectory();
        await using var living = await TestProxy.StartAsync(directory: directory);

        var failure = await Assert.ThrowsAsync<ProxyStartException>(() => TestProxy.StartAsync(directory: directory));

        Assert.Contains("already answers", failure.Message);
        Assert.Equal("empty", (await living.StatusAsync()).LoadedFrom);
    }

    [Fact]
    public async Task Start_removes_the_socket_of_a_dead_proxy()
    {
        using var directory = new TempDirectory();
        Directory.CreateDirectory(directory.File("proxy"));
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(directory.File("proxy", "bound.sock")));
            File.Move(directory.File("proxy", "bound.sock"), directory.File("proxy", "haloy-proxy.sock"));
        }

        await using var proxy = await TestProxy.StartAsync(directory: directory);

        Assert.Equal("empty", (await proxy.StatusAsync()).LoadedFrom);
    }

    [Fact]
    public async Task Start_in_a_directory_too_deep_for_a_socket_says_so()
    {
        using var directory = new TempDirectory();
        var deep = directory.File(new string('x', 100));

        var failure = await Assert.ThrowsAsync<ProxyStartException>(() => TestProxy.StartAsync(directory: directory, change: o => o with { DataDirectory = deep }));

        Assert.Contains("107 bytes", failure.Message);
    }

    [Fact]
    public async Task Stop_lets_a_request_in_flight_finish()
    {
        var asked = new TaskCompletionSource();
        using var release = new SemaphoreSlim(0);
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            asked.TrySetResult();
            await release.WaitAsync(peer.Stop);
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        var pending = proxy.GetAsync("/");
        await asked.Task;

        var stopping = proxy.Server.StopAsync(Cancel);
        release.Release();
        using var response = await pending;
        await stopping;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(File.Exists(proxy.Server.ControlSocketPath));
    }

    [Fact]
    public async Task Pages_tell_the_visitor_and_nothing_else()
    {
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Of(
            Snapshots.Route("off.example.com") with { PlainHttp = true, State = RouteState.Stopped },
            Snapshots.Route("none.example.com") with { PlainHttp = true }));

        foreach (var (host, target, status, text) in (IEnumerable<(string, string, int, string)>)
        [
            ("off.example.com", "/", 503, "This application is stopped"),
            ("none.example.com", "/", 502, "No healthy backends available for this application"),
            ("localhost", "/", 503, "Control plane unavailable"),
            ("x.example.com", "/.well-known/acme-challenge/t", 404, "ACME challenge not found"),
        ])
        {
            using var response = await proxy.GetAsync(target, host);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Contains(text, await response.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task Local_name_reaches_the_api_from_this_machine()
    {
        await using var api = await KestrelBackend.NamedAsync("api");
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(new RoutingSnapshot { ApiBackend = Snapshots.Backend(api.EndPoint), Routes = [] });

        using var response = await proxy.GetAsync("/v1/health", "localhost");

        Assert.Equal("api", await response.Content.ReadAsStringAsync(Cancel));
    }
}
