using System.Net;
using Haloy.Contracts;
using Haloy.EndToEnd.Tests.Lab;

namespace Haloy.EndToEnd.Tests;

/// <summary>What somebody meets who tries Haloy on their own machine: no server, no domain, no configuration but haloy.yaml and a Dockerfile.</summary>
public sealed class FirstDeployTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_deploy_serves_a_verified_page_and_every_verb_tells_the_truth()
    {
        await using var server = await DevServer.StartAsync(Ending);
        await using var project = new Project(server, "first");
        await project.WriteAsync("Dockerfile", $"FROM {Images.Hello}\nARG RELEASE\nENV VERSION=$RELEASE\n", Ending);

        var first = (await project.DeployAsync(Yaml(project, "1"), Ending)).Succeeded();
        await project.Visitor.ArriveAsync(Ending);
        var containers = await project.SettledAsync(3, Ending);

        Assert.Contains($"https://{project.Domain}:{server.HttpsPort}", first.Output, StringComparison.Ordinal);
        Assert.Contains("Hello from a test", await project.Visitor.Client.GetStringAsync("/", Ending), StringComparison.Ordinal);
        using (var redirect = await project.Visitor.Client.GetAsync(new Uri(project.Visitor.Http, "/a?b=c"), Ending))
        {
            Assert.True(redirect.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect, $"status {redirect.StatusCode}");
            Assert.Equal(new Uri(project.Visitor.Https, "/a?b=c"), redirect.Headers.Location);
        }

        await StatusTellsTheTruthAsync(project, [.. containers.Select(c => c.Id)], Project.DeploymentOf(containers[0]));
        await LogsShowWhatTheAppsWroteAsync(project);
        await RollbackTargetsAreTheEarlierOnesAsync(project, Project.DeploymentOf(containers[0]));
        await StopStopsAndRemovesAsync(project);
    }

    [Fact]
    public async Task Daemon_ended_by_a_signal_removes_its_marker_and_leaves_the_app_alone()
    {
        await using var server = await DevServer.StartAsync(Ending);
        await using var project = new Project(server, "ended");
        (await project.DeployAsync(project.Hello("1", replicas: 1), Ending)).Succeeded();

        var code = await server.Daemon.StopAsync(Ending);

        Assert.Equal(0, code);
        Assert.False(File.Exists(server.Marker));
        Assert.Equal("running", Assert.Single(await project.ContainersAsync(Ending)).State);
        (await project.HaloyAsync(["status"], Ending)).Refused(1, "haloyd dev");
    }

    [Fact]
    public async Task Looking_at_an_app_needs_none_of_its_secrets()
    {
        await using var server = await DevServer.StartAsync(Ending);
        await using var project = new Project(server, "keys");
        await project.WriteAsync("haloy.yaml", project.Hello("1", "env:\n  - name: GREETING\n    from:\n      env: KEYS_GREETING\n", replicas: 1), Ending);
        (await project.HaloyAsync(["deploy"], Ending)).Refused(1, "KEYS_GREETING");
        (await project.HaloyAsync(["deploy"], Ending, ("KEYS_GREETING", "opened"))).Succeeded();
        await project.Visitor.ArriveAsync(Ending);
        Assert.Contains("opened", await project.Visitor.Client.GetStringAsync("/", Ending), StringComparison.Ordinal);

        (await project.HaloyAsync(["status"], Ending)).Succeeded();
        (await project.HaloyAsync(["logs", "--no-follow"], Ending)).Succeeded();
        (await project.HaloyAsync(["rollback-targets"], Ending)).Succeeded();
        (await project.HaloyAsync(["stop"], Ending)).Succeeded();
    }

    private static string Yaml(Project project, string version) =>
        $"""
        name: {project.App}
        domains:
          - domain: {project.Domain}
        replicas: 3
        health_check_path: /health
        env:
          - name: GREETING
            value: Hello from a test
        image:
          build_config:
            args:
              - name: RELEASE
                value: "{version}"
        """;

    private static async Task StatusTellsTheTruthAsync(Project project, string[] ids, string deployment)
    {
        var text = (await project.HaloyAsync(["status"], Ending)).Succeeded().Output;
        var json = (await project.JsonAsync(Ending, "status")).GetProperty("status");

        Assert.Contains(deployment, text, StringComparison.Ordinal);
        Assert.Contains(project.Domain, text, StringComparison.Ordinal);
        Assert.Equal("running", json.GetProperty("state").GetString());
        Assert.Equal(deployment, json.GetProperty("deploymentId").GetString());
        Assert.Equal(ids.Order(), json.GetProperty("containerIds").EnumerateArray().Select(id => id.GetString()!).Order());
        Assert.All(json.GetProperty("containers").EnumerateArray(), container =>
        {
            Assert.Equal("healthy", container.GetProperty("health").GetString());
            Assert.True(container.GetProperty("inRotation").GetBoolean());
        });
    }

    private static async Task LogsShowWhatTheAppsWroteAsync(Project project)
    {
        var one = (await project.HaloyAsync(["logs", "--no-follow"], Ending)).Succeeded().Output;
        var all = (await project.HaloyAsync(["logs", "--no-follow", "--all-containers", "--json"], Ending)).Succeeded().Output;

        Assert.Contains("hello: version 1, replica ", one, StringComparison.Ordinal);
        Assert.All(["replica 1,", "replica 2,", "replica 3,"], replica => Assert.Contains(replica, all, StringComparison.Ordinal));
    }

    private static async Task RollbackTargetsAreTheEarlierOnesAsync(Project project, string first)
    {
        var none = await project.JsonAsync(Ending, "rollback-targets");
        (await project.DeployAsync(Yaml(project, "2"), Ending)).Succeeded();
        var one = await project.JsonAsync(Ending, "rollback-targets");

        Assert.Empty(none.GetProperty("deployments").EnumerateArray());
        Assert.Equal(first, Assert.Single(one.GetProperty("deployments").EnumerateArray()).GetProperty("deploymentId").GetString());
        Assert.Contains(first, (await project.HaloyAsync(["rollback-targets"], Ending)).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal("2", await project.Visitor.VersionAsync(Ending));
    }

    private static async Task StopStopsAndRemovesAsync(Project project)
    {
        (await project.HaloyAsync(["stop"], Ending)).Succeeded();
        await Patience.UntilAsync(
            "every container is stopped",
            async () => (await project.ContainersAsync(Ending)).All(c => c.State == "exited"), Ending);
        var stopped = (await project.JsonAsync(Ending, "status")).GetProperty("status");
        using (var page = await project.Visitor.Client.GetAsync("/", Ending))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);

        (await project.HaloyAsync(["stop", "--remove-containers"], Ending)).Succeeded();
        await Patience.UntilAsync("every container is removed", async () => (await project.ContainersAsync(Ending)).Count == 0, Ending);
        await Patience.UntilAsync("the route is gone", async () => await project.RouteAsync(Ending) is null, Ending);

        Assert.Equal("exited", stopped.GetProperty("state").GetString());
        (await project.HaloyAsync(["status"], Ending)).Refused(1, project.App);
    }
}
