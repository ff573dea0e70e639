using System.Diagnostics;
using Haloy.EndToEnd.Tests.Lab;

namespace Haloy.EndToEnd.Tests;

/// <summary>A version that does not work is refused, and the one before never notices. One app meets them all.</summary>
public sealed class BrokenVersionTests(BrokenVersionTests.Stage stage) : IClassFixture<BrokenVersionTests.Stage>
{
    private const int Replicas = 3;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public Task Version_that_crashes_on_start() => RefusedAsync(
        "2", "env:\n  - name: CRASH_ON_START\n    value: \"1\"\n",
        "exited with code 3", "CRASH_ON_START is set, so this version refuses to start");

    [Fact]
    public Task Version_that_never_gets_healthy() => RefusedAsync(
        "3", "start_timeout: 5s\nenv:\n  - name: UNHEALTHY\n    value: \"1\"\n",
        "was not ready within 5 s", "503", "hello: version 3, replica 1, listens on port 8080");

    [Fact]
    public Task Version_that_gives_up_after_a_second() => RefusedAsync(
        Images.Quitter, "", "exited with code 7", "quitter: starting", "quitter: no database");

    [Fact]
    public Task Version_whose_image_is_missing() => RefusedAsync("missing", "", $"{Images.Repository}:missing is not on the server");

    [Fact]
    public async Task Rollback_under_load_serves_the_earlier_version_and_fails_no_request()
    {
        var (earlier, _) = await DeployTwoAsync();
        await using var load = await stage.Project.LoadAsync(Ending);

        (await stage.Project.HaloyAsync(["rollback", earlier], Ending)).Succeeded();

        var report = await load.StopAsync();
        Assert.True(report.Failed == 0, report.ToJson());
        Assert.Equal("4", await stage.Project.Visitor.VersionAsync(Ending));
        Assert.NotEqual(earlier, Project.DeploymentOf((await stage.Project.SettledAsync(Replicas, Ending))[0]));
    }

    [Fact]
    public async Task Rollback_to_an_unknown_id_is_refused()
    {
        var before = await stage.Project.SettledAsync(Replicas, Ending);

        var result = await stage.Project.HaloyAsync(["rollback", "nope"], Ending);

        result.Refused(1, "nope", stage.Project.App);
        Assert.Equal(before.Select(c => c.Id).Order(), (await stage.Project.ContainersAsync(Ending)).Select(c => c.Id).Order());
    }

    [Fact]
    public async Task Slow_request_in_flight_across_a_deployment_finishes()
    {
        var slow = Task.WhenAll(Enumerable.Range(0, Replicas * 2).Select(_ => stage.Project.Visitor.Client.GetStringAsync("/slow?ms=3000", Ending)));
        var clock = Stopwatch.StartNew();

        (await stage.Project.DeployAsync(stage.Project.Hello("6"), Ending)).Succeeded();

        Assert.All(await slow, answer => Assert.Equal("slow: 3000 ms\n", answer));
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(3), "the old version was drained before its requests had ended");
        Assert.Equal("6", await stage.Project.Visitor.VersionAsync(Ending));
    }

    private async Task RefusedAsync(string tag, string more, params string[] said)
    {
        var before = await stage.Project.SettledAsync(Replicas, Ending);
        var version = await stage.Project.Visitor.VersionAsync(Ending);
        await using var load = await stage.Project.LoadAsync(Ending);

        var result = await stage.Project.DeployAsync(stage.Project.Hello(tag, more), Ending);

        result.Refused(1, said);
        Assert.Equal(before.Select(c => c.Id).Order(), (await stage.Project.ContainersAsync(Ending)).Select(c => c.Id).Order());
        await stage.Project.SettledAsync(Replicas, Ending);
        Assert.Equal(version, await stage.Project.Visitor.VersionAsync(Ending));
        var report = await load.StopAsync();
        Assert.True(report.Failed == 0, report.ToJson());
        Assert.Equal(version, Assert.Single(report.Versions).Version);
    }

    private async Task<(string Earlier, string Later)> DeployTwoAsync()
    {
        var ids = new List<string>();
        foreach (var version in new[] { "4", "5" })
        {
            (await stage.Project.DeployAsync(stage.Project.Hello(version), Ending)).Succeeded();
            ids.Add(Project.DeploymentOf((await stage.Project.SettledAsync(Replicas, Ending))[0]));
        }

        return (ids[0], ids[1]);
    }

    /// <summary>A development daemon with one app; its proxy is in the same process.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        public DevServer Server { get; private set; } = null!;

        public Project Project { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Server = await DevServer.StartAsync(CancellationToken.None);
            Project = new Project(Server, "broken");
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
