using System.Text.Json;
using Haloy.Docker.Containers;
using Haloy.Docker.Tests.Fakes;

namespace Haloy.Docker.Tests.Containers;

public sealed class ContainerOperationsTests : IAsyncLifetime
{
    private readonly FakeEngine _engine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IContainerOperations Containers => _engine.Client.Containers;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData(204, "", true)]
    [InlineData(404, """{"message":"No such container: c"}""", false)]
    [InlineData(409, """{"message":"removal of container c is already in progress"}""", true)]
    public async Task Remove_counts_gone_and_going_as_done(int status, string body, bool removed)
    {
        _engine.Script(exchange => exchange.RespondAsync(status, body));

        Assert.Equal(removed, await Containers.RemoveAsync("c", force: true, volumes: false, Token));
        Assert.Equal(("DELETE", "force=1&v=0"), (_engine.Requests[0].Method, _engine.Requests[0].Query));
    }

    [Fact]
    public async Task Remove_of_a_running_container_is_refused_aloud()
    {
        _engine.Script(exchange => exchange.RespondAsync(409, """{"message":"You cannot remove a running container c"}"""));

        await Assert.ThrowsAsync<DockerApiException>(() => Containers.RemoveAsync("c", force: false, volumes: false, Token));
    }

    [Fact]
    public async Task Stop_rounds_the_grace_up_and_takes_not_modified_for_done()
    {
        _engine.Script(exchange => exchange.RespondAsync(304, ""));

        Assert.True(await Containers.StopAsync("c", TimeSpan.FromMilliseconds(1500), Token));
        Assert.Equal("t=2", Assert.Single(_engine.Requests).Query);
    }

    [Fact]
    public async Task Wait_that_ends_with_an_error_is_an_error()
    {
        _engine.Script(exchange => exchange.RespondAsync(200, """{"StatusCode":-1,"Error":{"Message":"lost it"}}"""));

        Assert.Contains("lost it", (await Assert.ThrowsAsync<DockerApiException>(() => Containers.WaitAsync("c", Token))).Message);
    }

    [Fact]
    public async Task Create_sends_what_is_set_and_leaves_out_the_rest()
    {
        _engine.Script(exchange => exchange.RespondAsync(201, """{"Id":"new","Warnings":[]}"""));
        var spec = new ContainerSpec
        {
            Image = "app:1",
            Env = ["A=b"],
            NetworkName = "haloy",
            NetworkAliases = ["web"],
            Healthcheck = new(["CMD", "true"], Interval: TimeSpan.FromSeconds(2)),
            PortBindings = [new("80/tcp", 8080)],
        };

        Assert.Equal("new", await Containers.CreateAsync("name", spec, Token));

        var request = Assert.Single(_engine.Requests);
        using var body = JsonDocument.Parse(request.Body);
        var root = body.RootElement;
        var host = root.GetProperty("HostConfig");
        Assert.Equal("name=name", request.Query);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.False(root.TryGetProperty("Cmd", out _) || root.TryGetProperty("User", out _) || host.TryGetProperty("Memory", out _));
        Assert.Equal("""{"Test":["CMD","true"],"Interval":2000000000}""", root.GetProperty("Healthcheck").GetRawText());
        Assert.Equal("""{"EndpointsConfig":{"haloy":{"Aliases":["web"]}}}""", root.GetProperty("NetworkingConfig").GetRawText());
        Assert.Equal("""{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}]}""", host.GetProperty("PortBindings").GetRawText());
        Assert.Equal(("haloy", "no"), (host.GetProperty("NetworkMode").GetString(), host.GetProperty("RestartPolicy").GetProperty("Name").GetString()));
    }

    [Fact]
    public async Task Inspect_survives_everything_that_may_be_null()
    {
        const string Answer = """
            {"Id":"c","Name":"/x","Created":"2026-01-02T03:04:05.123456789Z","Image":"sha256:1","RestartCount":2,"Mounts":null,
             "Config":{"Image":"a","Env":null,"Labels":null,"ExposedPorts":null,"Healthcheck":{"Test":["NONE"]}},
             "State":{"Status":"created","StartedAt":"0001-01-01T00:00:00Z","Health":null},
             "HostConfig":{"NetworkMode":"n","RestartPolicy":{"Name":""}},"NetworkSettings":{"Networks":{"n":null}},"Unknown":{}}
            """;
        _engine.Script(exchange => exchange.RespondAsync(200, Answer));

        var details = (await Containers.InspectAsync("c", Token))!;

        Assert.Equal(("x", 2, false), (details.Name, details.RestartCount, details.Config.HasHealthcheck));
        Assert.Equal(123, details.Created.Millisecond);
        Assert.Null(details.State.StartedAt);
        Assert.Equal(RestartPolicy.No, details.HostConfig.RestartPolicy);
        Assert.Equal("", details.Networks["n"]);
        Assert.Empty(details.Mounts);
    }
}
