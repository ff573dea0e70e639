using Haloy.EndToEnd.Tests.Lab;
using Haloy.Testing.Load;

namespace Haloy.EndToEnd.Tests;

/// <summary>haloyd is killed at every step of a deployment while haloy-proxy carries the traffic. One app goes through all of it.</summary>
public sealed class DaemonKilledTests(DaemonKilledTests.Stage stage) : IClassFixture<DaemonKilledTests.Stage>
{
    private const int Replicas = 3;

    private static readonly Dictionary<string, Func<Stage, EngineWatch, Task>> Moments = new()
    {
        ["accepted"] = (stage, _) => stage.Server.Daemon.NextLineAsync(": accepted"),
        ["preparing the image"] = (stage, _) => stage.Server.Daemon.NextLineAsync("preparing the image"),
        ["about to start replica 1"] = (stage, _) => stage.Server.Daemon.NextLineAsync("starting replica 1 of 3"),
        ["replica 1 created"] = (_, watch) => watch.HappensAsync("create", 1),
        ["replica 1 started"] = (_, watch) => watch.HappensAsync("start", 1),
        ["replica 1 routed"] = (stage, _) => stage.RoutedAsync(route => route.Deployments == 2),
        ["an old replica draining"] = (stage, _) => stage.RoutedAsync(route => route.Draining > 0),
        ["an old replica told to stop"] = (_, watch) => watch.HappensAsync("kill", 1),
        ["an old replica stopped"] = (_, watch) => watch.HappensAsync("die", 1),
        ["replica 2 started"] = (_, watch) => watch.HappensAsync("start", 2),
        ["about to start replica 3"] = (stage, _) => stage.Server.Daemon.NextLineAsync("starting replica 3 of 3"),
        ["last old replica stopped"] = (_, watch) => watch.HappensAsync("die", 3),
        ["an old replica removed"] = (_, watch) => watch.HappensAsync("destroy", 1),
    };

    private static readonly Dictionary<string, Func<Stage, EngineWatch, Task>> MomentsOfUndoing = new()
    {
        ["decided"] = (stage, _) => stage.Server.Daemon.NextLineAsync("going back to the previous version"),
        ["a new replica stopped"] = (_, watch) => watch.HappensAsync("die", 1),
        ["a new replica removed"] = (_, watch) => watch.HappensAsync("destroy", 1),
    };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static TheoryData<string> Steps => [.. Moments.Keys];

    public static TheoryData<string> StepsOfUndoing => [.. MomentsOfUndoing.Keys];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Killed_when(string step)
    {
        await stage.Project.SettledAsync(Replicas, Ending);
        await using var load = await stage.Project.LoadAsync(Ending);
        await using var watch = await EngineWatch.StartAsync(stage.Project, Ending);
        var version = stage.NextVersion();
        var killed = KillAndRestartAsync(Moments[step](stage, watch));

        var deployed = await stage.Project.DeployAsync(stage.Project.Hello(version), Ending);
        await killed;

        deployed.Succeeded();
        await stage.Project.SettledAsync(Replicas, Ending);
        await NothingFailedAsync(load);
        Assert.Equal(version, await stage.Project.Visitor.VersionAsync(Ending));
        Assert.InRange(watch.Fewest, Replicas, Replicas);
        Assert.InRange(watch.Most, Replicas, Replicas + 1);
    }

    [Theory]
    [MemberData(nameof(StepsOfUndoing))]
    public async Task Killed_while_undoing_when(string step)
    {
        var before = await stage.Project.SettledAsync(Replicas, Ending);
        var version = await stage.Project.Visitor.VersionAsync(Ending);
        await using var load = await stage.Project.LoadAsync(Ending);
        await using var watch = await EngineWatch.StartAsync(stage.Project, Ending);
        var killed = KillAndRestartAsync(MomentsOfUndoing[step](stage, watch));

        var deployed = await stage.Project.DeployAsync(stage.Project.Hello(stage.NextVersion(), Broken), Ending);
        await killed;

        deployed.Refused(1, "was not ready within 2 s");
        var after = await stage.Project.SettledAsync(Replicas, Ending);
        await NothingFailedAsync(load);
        Assert.Equal(before.Select(c => c.Id).Order(), after.Select(c => c.Id).Order());
        Assert.Equal(version, await stage.Project.Visitor.VersionAsync(Ending));
    }

    private const string Broken = "start_timeout: 2s\nenv:\n  - name: UNHEALTHY\n    value: \"1\"\n";

    private async Task KillAndRestartAsync(Task moment)
    {
        await moment.WaitAsync(Patience.Step, Ending);
        await stage.Server.Daemon.KillAsync();
        await stage.Server.StartDaemonAsync(Ending);
    }

    private static async Task NothingFailedAsync(LoadClient load)
    {
        var report = await load.StopAsync();
        Assert.True(report.Failed == 0, report.ToJson());
    }

    /// <summary>The server and the app that go through all steps.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        private int _version = 1;

        public Server Server { get; private set; } = null!;

        public Project Project { get; private set; } = null!;

        /// <summary>Versions in turn, so that a deployment is never of the one that runs.</summary>
        public string NextVersion() => $"{1 + (++_version % Images.Versions)}";

        /// <summary>Waits until the table in the proxy's file has what is looked for.</summary>
        public async Task RoutedAsync(Func<(int Deployments, int Draining), bool> condition) => await Patience.UntilAsync(
            "the routing table shows this step",
            async () => await Project.RouteAsync(Ending) is { Backends: { } backends }
                && condition((backends.Select(b => b.Deployment).Distinct().Count(), backends.Count(b => b.State == Contracts.ProxyControl.BackendState.Draining))),
            Ending);

        public async ValueTask InitializeAsync()
        {
            Server = await Server.StartAsync(externalProxy: true, CancellationToken.None);
            Project = new Project(Server, "killed");
            (await Project.DeployAsync(Project.Hello("1"), CancellationToken.None)).Succeeded();
            await Project.Visitor.ArriveAsync(CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            await Project.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
