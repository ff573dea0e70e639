using System.Text.Json;
using Haloy.Cli.Tests.Support;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Tests.Commands;

public sealed class ReadingCommandsTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Status_shows_each_container_with_health_rotation_and_reason()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.Status = new StatusResponse
        {
            State = "running",
            DeploymentId = "01k",
            ContainerIds = ["0123456789abcdef"],
            Domains = [new DomainConfig { Domain = "hello.localhost" }, new DomainConfig { Domain = "hello.localhost" }],
            Containers = [new ContainerStatus("0123456789abcdef", "hello-01k", "01k", "running", "unhealthy", "GET / answered 503", InRotation: false)],
            LastDeployment = new DeploymentStatus("01l", "failed", "replica 1 exited with code 3"),
            Warnings = ["the haloy-proxy of this server is too old"],
        };
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("status");

        Assert.Equal($"""
            hello
            ─────
              State            running
              Server           {daemon.ServerName}
              Deployment ID    01k
              Domain(s)        hello.localhost
              Last deployment  01l failed: replica 1 exited with code 3
              Warning          the haloy-proxy of this server is too old
            ┌──────────────┬───────────┬─────────┬───────────┬─────────────┬────────────────────┐
            │  CONTAINER   │   NAME    │  STATE  │  HEALTH   │ IN ROTATION │       REASON       │
            ├──────────────┼───────────┼─────────┼───────────┼─────────────┼────────────────────┤
            │ 0123456789ab │ hello-01k │ running │ unhealthy │ no          │ GET / answered 503 │
            └──────────────┴───────────┴─────────┴───────────┴─────────────┴────────────────────┘

            """, result.Output);
    }

    [Fact]
    public async Task Status_of_the_original_daemon_without_lists_is_shown()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/status/hello", 200, """{"state":"exited","deploymentId":"01k","containerIds":null,"domains":null}""");
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("status");

        Assert.Contains("  Running container(s)  -\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_an_app_that_is_not_there_says_so_in_text_and_json()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName);

        var text = await _cli.RunAsync("status");
        var json = await _cli.RunAsync("status", "--json");

        Assert.Equal((1, 1), (text.ExitCode, json.ExitCode));
        Assert.Contains($"App 'hello' is not deployed on server '{daemon.ServerName}'.", text.Error, StringComparison.Ordinal);
        Assert.Contains("is not deployed", JsonDocument.Parse(json.Output).RootElement[0].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_print_the_apps_text_as_it_is()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Serve(daemon, """{"containerId":"0123456789abcdef","line":"listening on 8080"}""");
        _cli.WriteDeployFile(daemon.ServerName);

        var plain = await _cli.RunAsync("logs", "--no-follow", "--tail", "5");
        var all = await _cli.RunAsync("logs", "--no-follow", "--all-containers");
        var json = await _cli.RunAsync("logs", "--no-follow", "--json");

        Assert.Equal("listening on 8080\n", plain.Output);
        Assert.Equal("[0123456789ab] listening on 8080\n", all.Output);
        Assert.Equal("""{"target":"hello","app":"hello","containerId":"0123456789abcdef","line":"listening on 8080"}""" + "\n", json.Output);
        Assert.Equal(
            ["GET /v1/logs/hello?tail=5&follow=false", "GET /v1/logs/hello?tail=100&allContainers=true&follow=false", "GET /v1/logs/hello?tail=100&follow=false"],
            daemon.Requests);
    }

    [Fact]
    public async Task Stop_says_how_to_see_the_end()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("stop", "-r", "--remove-volumes", "-c", "haloy.yaml");

        Assert.Equal("● Stopping hello; see how it ends with 'haloy status --config haloy.yaml'\n", result.Output);
        Assert.Equal(["POST /v1/stop/hello?remove-containers=true&remove-volumes=true"], daemon.Requests);
    }

    [Fact]
    public async Task Rollback_targets_are_listed_with_their_age()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var id = Ulid.Create(DateTimeOffset.UtcNow.AddHours(-3.5));
        daemon.RollbackTargets = new RollbackTargetsResponse
        {
            Targets = [new RollbackTarget { DeploymentId = id, ImageRef = $"hello:{id}" }, new RollbackTarget { DeploymentId = "manual-1", ImageRef = "hello:1" }],
        };
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("rollback-targets");

        Assert.Contains($"│ {id} │ hello:{id} │ 3 hours ago │\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("│ manual-1 ", result.Output, StringComparison.Ordinal);
        Assert.Contains(" N/A ", result.Output, StringComparison.Ordinal);
    }

    private static void Serve(FakeDaemon daemon, string line) => daemon.On("GET /v1/logs/hello", async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($": keepalive\n\ndata: {line}\n\ndata: broken\n\n"));
    });
}
