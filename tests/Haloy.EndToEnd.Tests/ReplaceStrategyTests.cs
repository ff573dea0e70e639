using Haloy.EndToEnd.Tests.Lab;

namespace Haloy.EndToEnd.Tests;

/// <summary>An app of which two may never run at once, in a container whose name others rely on.</summary>
public sealed class ReplaceStrategyTests
{
    private const string Strategy = "deployment_strategy: replace\nnaming_strategy: static\nstart_timeout: 3s\n";

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_replacement_brings_the_old_container_back_under_its_name()
    {
        await using var server = await DevServer.StartAsync(Ending);
        await using var project = new Project(server, "replace");
        (await project.DeployAsync(project.Hello("1", Strategy, replicas: 1), Ending)).Succeeded();
        await project.Visitor.ArriveAsync(Ending);
        var first = Assert.Single(await project.SettledAsync(1, Ending));
        await using var watch = await EngineWatch.StartAsync(project, Ending);

        (await project.DeployAsync(project.Hello("2", Strategy, replicas: 1), Ending)).Succeeded();
        var second = Assert.Single(await project.SettledAsync(1, Ending));
        var broken = Strategy + "env:\n  - name: UNHEALTHY\n    value: \"1\"\n";
        (await project.DeployAsync(project.Hello("3", broken, replicas: 1), Ending)).Refused(1, "was not ready within 3 s", "hello: version 3");
        var third = Assert.Single(await project.SettledAsync(1, Ending));

        Assert.All([first, second, third], container => Assert.Equal(project.App, Assert.Single(container.Names).TrimStart('/')));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(second.Id, third.Id);
        Assert.Equal("2", await project.Visitor.VersionAsync(Ending));
        Assert.Equal(1, watch.Most);
    }
}
