using Haloy.EndToEnd.Tests.Lab;

namespace Haloy.EndToEnd.Tests;

/// <summary>Twenty versions in a row while visitors keep coming.</summary>
public sealed class UpdatesUnderLoadTests
{
    private const int Last = 21;
    private const int Replicas = 3;
    private const int KeptForRollback = 6;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_versions_in_a_row_fail_no_request_and_keep_the_promised_number_of_containers()
    {
        await using var server = await Server.StartAsync(externalProxy: true, Ending);
        await using var project = new Project(server, "updates");
        (await project.DeployAsync(project.Hello("1"), Ending)).Succeeded();
        await project.Visitor.ArriveAsync(Ending);
        await using var watch = await EngineWatch.StartAsync(project, Ending);
        await using var load = await project.LoadAsync(Ending);

        for (var version = 2; version <= Last; version++)
        {
            (await project.DeployAsync(project.Hello($"{version}"), Ending)).Succeeded();
            Assert.Equal($"{version}", await project.Visitor.VersionAsync(Ending));
        }

        await project.SettledAsync(Replicas, Ending);
        var report = await load.StopAsync();
        Assert.True(report.Failed == 0, report.ToJson());
        Assert.Equal(Enumerable.Range(1, Last).Select(v => $"{v}"), report.Versions.Select(v => v.Version));
        Assert.Equal((Replicas, Replicas + 1), (watch.Fewest, watch.Most));
        await Patience.UntilAsync(
            "only the newest images are kept for rollback",
            async () => (await project.HistoryTagsAsync(Ending)).Count == KeptForRollback, Ending);
        TestContext.Current.TestOutputHelper?.WriteLine($"{report.Requests} requests, {report.Failed} failed; p99 {report.Latency.P99} ms, max {report.Latency.Max} ms");
    }
}
