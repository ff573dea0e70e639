using Haloy.EndToEnd.Tests.Lab;

namespace Haloy.EndToEnd.Tests;

/// <summary>What a running server, or what stands between it and the CLI, refuses.</summary>
public sealed class RefusedRequestTests(RefusedRequestTests.Stage stage) : IClassFixture<RefusedRequestTests.Stage>
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wrong_token_is_refused_before_anything_is_built()
    {
        await using var project = new Project(stage.Server, "token");
        await project.WriteAsync("Dockerfile", "FROM nothing-that-exists\n", Ending);
        var yaml = $"name: {project.App}\n{stage.Server.ServerLine}\napi_token: {{value: wrong}}\n";

        (await project.DeployAsync(yaml, Ending)).Refused(1, "token", $"127.0.0.1:{stage.Server.ApiPort}");

        Assert.Empty(await project.ContainersAsync(Ending));
    }

    [Fact]
    public async Task Domain_of_another_app_is_refused()
    {
        await using var owner = new Project(stage.Server, "owner");
        await using var other = new Project(stage.Server, "other");
        (await owner.DeployAsync(owner.Hello("1", replicas: 1), Ending)).Succeeded();

        var result = await other.DeployAsync(other.Hello("2", replicas: 1).Replace(other.Domain, owner.Domain, StringComparison.Ordinal), Ending);

        result.Refused(1, $"domain '{owner.Domain}' belongs to app '{owner.App}'", "haloy stop");
        Assert.Empty(await other.ContainersAsync(Ending));
        await owner.SettledAsync(1, Ending);
    }

    [Theory]
    [InlineData("DOCKER_HOST", "unix:///nonexistent/docker.sock")]
    [InlineData("PATH", "/nonexistent")]
    public async Task Build_without_docker_is_refused(string variable, string value)
    {
        await using var project = new Project(stage.Server, "build");
        await project.WriteAsync("Dockerfile", $"FROM {Images.Hello}\n", Ending);
        await project.WriteAsync("haloy.yaml", $"name: {project.App}\n{stage.Server.ServerLine}\n", Ending);

        var result = await project.HaloyAsync(["deploy"], Ending, (variable, value));

        result.Refused(1, "docker", "Docker");
        Assert.Empty(await project.ContainersAsync(Ending));
    }

    [Fact]
    public async Task Failing_build_shows_what_docker_said()
    {
        await using var project = new Project(stage.Server, "dockerfile");
        await project.WriteAsync("Dockerfile", $"FROM {Images.Hello}\nCOPY nothing-here /\n", Ending);

        var result = await project.DeployAsync($"name: {project.App}\n{stage.Server.ServerLine}\n", Ending);

        result.Refused(1, "nothing-here");
        Assert.Empty(await project.ContainersAsync(Ending));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("stop")]
    [InlineData("logs")]
    public async Task App_that_was_never_deployed_is_named(string command)
    {
        await using var project = new Project(stage.Server, "never");
        await project.WriteAsync("haloy.yaml", project.Hello("1"), Ending);

        (await project.HaloyAsync([command], Ending)).Refused(1, project.App);
    }

    /// <summary>A server with the proxy inside.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        public Server Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await Server.StartAsync(externalProxy: false, CancellationToken.None);

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
