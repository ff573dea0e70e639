using Haloy.EndToEnd.Tests.Lab;

namespace Haloy.EndToEnd.Tests;

/// <summary>Programs that stop and start again find everything as it was, and visitors never notice what did not carry their traffic.</summary>
public sealed class RestartTests
{
    private const int Replicas = 3;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Daemon_restarted_beside_its_proxy_disturbs_no_request(bool databaseLost)
    {
        await using var server = await Server.StartAsync(externalProxy: true, Ending);
        await using var project = await DeployedAsync(server);
        await using var load = await project.LoadAsync(Ending);
        await using var routes = new RouteWatch(project);

        Assert.Equal(0, await server.Daemon.StopAsync(Ending));
        if (databaseLost)
            Directory.Delete(Path.Combine(server.DataDirectory, "db"), recursive: true);
        await server.StartDaemonAsync(Ending);
        await AllInRotationAsync(project);
        (await project.DeployAsync(project.Hello("2"), Ending)).Succeeded();
        await project.SettledAsync(Replicas, Ending);

        var report = await load.StopAsync();
        Assert.True(report.Failed == 0, report.ToJson());
        Assert.Equal("2", await project.Visitor.VersionAsync(Ending));
        Assert.InRange(await routes.FewestAsync(), Replicas, Replicas);
    }

    [Fact]
    public async Task Proxy_killed_while_no_daemon_runs_serves_again_from_its_snapshot()
    {
        await using var server = await Server.StartAsync(externalProxy: true, Ending);
        await using var project = await DeployedAsync(server);
        Assert.Equal(0, await server.Daemon.StopAsync(Ending));

        await server.Proxy.KillAsync();
        await server.StartProxyAsync(Ending);

        Assert.Equal("1", await project.Visitor.VersionAsync(Ending));
        await server.StartDaemonAsync(Ending);
        await AllInRotationAsync(project);
        (await project.DeployAsync(project.Hello("2"), Ending)).Succeeded();
        Assert.Equal("2", await project.Visitor.VersionAsync(Ending));
    }

    [Fact]
    public async Task Proxy_killed_beside_a_running_daemon_is_given_its_routes_again()
    {
        await using var server = await Server.StartAsync(externalProxy: true, Ending);
        await using var project = await DeployedAsync(server);

        await server.Proxy.KillAsync();
        File.Delete(server.SnapshotPath);
        await server.StartProxyAsync(Ending);

        await project.Visitor.ArriveAsync(Ending);
        (await project.DeployAsync(project.Hello("2"), Ending)).Succeeded();
        Assert.Equal("2", await project.Visitor.VersionAsync(Ending));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Daemon_with_the_proxy_inside_serves_again_after_a_crash(bool stateLost)
    {
        await using var server = await Server.StartAsync(externalProxy: false, Ending);
        await using var project = await DeployedAsync(server);
        var before = await project.SettledAsync(Replicas, Ending);

        await server.Daemon.KillAsync();
        if (stateLost)
        {
            // The containers' labels are enough.
            Directory.Delete(Path.Combine(server.DataDirectory, "db"), recursive: true);
            File.Delete(server.SnapshotPath);
        }

        await server.StartDaemonAsync(Ending);

        // Without its table it has to look at Docker first.
        if (stateLost)
            await project.Visitor.ArriveAsync(Ending);
        Assert.Equal("1", await project.Visitor.VersionAsync(Ending));
        await AllInRotationAsync(project);
        Assert.Equal(before.Select(c => c.Id).Order(), (await project.SettledAsync(Replicas, Ending)).Select(c => c.Id).Order());
    }

    private static async Task<Project> DeployedAsync(Server server)
    {
        var project = new Project(server, "restart");
        (await project.DeployAsync(project.Hello("1"), Ending)).Succeeded();
        await project.Visitor.ArriveAsync(Ending);
        return project;
    }

    private static Task AllInRotationAsync(Project project) => Patience.UntilAsync(
        "haloyd knows all replicas and has them in rotation",
        async () =>
        {
            var result = await project.HaloyAsync(["status", "--json"], Ending);
            if (result.ExitCode != 0)
                return false;
            using var status = System.Text.Json.JsonDocument.Parse(result.Output);
            return status.RootElement[0].GetProperty("status").GetProperty("containers").EnumerateArray().Count(c => c.GetProperty("inRotation").GetBoolean()) == Replicas;
        },
        Ending);

    /// <summary>Looks at the proxy's file all the time: the table in it must never be without the app.</summary>
    private sealed class RouteWatch : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task<int> _watching;

        public RouteWatch(Project project) => _watching = Task.Run(async () =>
        {
            var fewest = int.MaxValue;
            while (!_stop.IsCancellationRequested)
            {
                var route = await project.RouteAsync(CancellationToken.None);
                fewest = Math.Min(fewest, route?.Backends?.Count(b => b.State != Contracts.ProxyControl.BackendState.Draining) ?? 0);
                await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
            }

            return fewest;
        });

        /// <summary>Ends watching.</summary>
        public async Task<int> FewestAsync()
        {
            await _stop.CancelAsync();
            return await _watching;
        }

        public async ValueTask DisposeAsync()
        {
            await FewestAsync();
            _stop.Dispose();
        }
    }
}
