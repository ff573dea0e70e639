using System.Net;
using Haloy.Docker;
using Haloy.Docker.Containers;

namespace Haloy.Integration.Tests.Docker;

public sealed class ContainerOperationsTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IContainerOperations Containers => engine.Client.Containers;

    [Fact]
    public async Task Container_lives_from_create_to_remove()
    {
        var name = engine.NewName("life");
        var id = await Containers.CreateAsync(name, engine.Spec("/bin/sleep", "600") with { Env = ["GREETING=hé"], StopTimeoutSeconds = 3 }, Token);
        var created = await Containers.InspectAsync(id, Token);
        await Containers.StartAsync(id, Token);
        await Containers.StartAsync(name, Token);
        var running = await Containers.InspectAsync(name, Token);
        var stopped = await Containers.StopAsync(id, TimeSpan.Zero, Token);
        var stoppedAgain = await Containers.StopAsync(id, TimeSpan.Zero, Token);
        var exited = await Containers.InspectAsync(id, Token);
        var removed = await Containers.RemoveAsync(id, force: false, volumes: true, Token);

        Assert.Equal("created", created!.State.Status);
        Assert.Null(created.State.StartedAt);
        Assert.Equal((name, engine.Image), (created.Name, created.Config.Image));
        Assert.Contains("GREETING=hé", created.Config.Env);
        Assert.True(running!.State.Running);
        Assert.NotNull(running.State.StartedAt);
        Assert.Null(running.State.Health);
        Assert.NotEmpty(Assert.Single(running.Networks).Value);
        Assert.True(stopped && stoppedAgain);
        Assert.Equal(("exited", 137), (exited!.State.Status, exited.State.ExitCode));
        Assert.NotNull(exited.State.FinishedAt);
        Assert.True(removed);
        Assert.Null(await Containers.InspectAsync(id, Token));
    }

    [Fact]
    public async Task Calls_on_a_container_that_is_gone_say_so_without_an_error()
    {
        var name = engine.NewName("gone");

        Assert.Null(await Containers.InspectAsync(name, Token));
        Assert.False(await Containers.StopAsync(name, TimeSpan.Zero, Token));
        Assert.False(await Containers.KillAsync(name, "SIGKILL", Token));
        Assert.False(await Containers.RemoveAsync(name, force: true, volumes: true, Token));
    }

    [Fact]
    public async Task List_finds_by_label_and_hides_what_does_not_run_unless_asked()
    {
        var mark = $"haloy.test.mark={Guid.NewGuid():N}";
        var spec = engine.Spec("/bin/sleep", "600");
        var labels = new Dictionary<string, string>(spec.Labels) { ["haloy.test.mark"] = mark.Split('=')[1] };
        var created = await Containers.CreateAsync(engine.NewName("list"), spec with { Labels = labels }, Token);
        var running = await engine.StartAsync(spec with { Labels = labels }, Token);

        var onlyRunning = await Containers.ListAsync(new ContainerFilter(Labels: [mark]), Token);
        var all = await Containers.ListAsync(new ContainerFilter(All: true, Labels: [mark, engine.Label]), Token);

        var one = Assert.Single(onlyRunning);
        Assert.Equal((running, "running", engine.Image), (one.Id, one.State, one.Image));
        Assert.Equal(new[] { created, running }.Order(), all.Select(container => container.Id).Order());
    }

    [Fact]
    public async Task Rename_gives_the_new_name_and_refuses_a_taken_one()
    {
        var first = engine.NewName("first");
        await Containers.CreateAsync(first, engine.Spec("/bin/true"), Token);
        var second = await Containers.CreateAsync(engine.NewName("second"), engine.Spec("/bin/true"), Token);
        var free = engine.NewName("free");

        await Containers.RenameAsync(second, free, Token);
        var refused = await Assert.ThrowsAsync<DockerApiException>(() => Containers.RenameAsync(second, first, Token));

        Assert.Equal(free, (await Containers.InspectAsync(second, Token))!.Name);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    [Fact]
    public async Task Create_names_the_missing_image()
    {
        var spec = engine.Spec("/bin/true") with { Image = "haloy-test-missing:nowhere" };

        var error = await Assert.ThrowsAsync<DockerApiException>(() => Containers.CreateAsync(engine.NewName("none"), spec, Token));

        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
        Assert.Contains("haloy-test-missing:nowhere", error.Message);
        Assert.Contains("POST /containers/create", error.Message);
    }

    [Fact]
    public async Task Wait_returns_the_exit_code_before_and_after_the_end()
    {
        var id = await engine.StartAsync(engine.Shell("sleep 0.2; exit 7"), Token);

        Assert.Equal(7, await Containers.WaitAsync(id, Token));
        Assert.Equal(7, await Containers.WaitAsync(id, Token));
    }

    [Fact]
    public async Task Wait_that_is_cancelled_ends_at_once()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var wait = Containers.WaitAsync(id, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Kill_is_false_once_it_does_not_run()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);

        var killed = await Containers.KillAsync(id, "SIGKILL", Token);
        await Containers.WaitAsync(id, Token);

        Assert.True(killed);
        Assert.False(await Containers.KillAsync(id, "SIGKILL", Token));
    }

    [Fact]
    public async Task Restart_runs_it_anew()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);
        var before = (await Containers.InspectAsync(id, Token))!.State.StartedAt;

        await Containers.RestartAsync(id, TimeSpan.Zero, Token);

        Assert.True((await Containers.InspectAsync(id, Token))!.State.StartedAt > before);
    }

    [Fact]
    public async Task Restart_policy_is_changed_while_it_runs()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);
        var before = (await Containers.InspectAsync(id, Token))!;

        await Containers.SetRestartPolicyAsync(id, RestartPolicy.UnlessStopped, Token);

        var after = (await Containers.InspectAsync(id, Token))!;
        Assert.Equal((RestartPolicy.No, RestartPolicy.UnlessStopped), (before.HostConfig.RestartPolicy, after.HostConfig.RestartPolicy));
        Assert.Equal(before.State.StartedAt, after.State.StartedAt);
    }

    [Fact]
    public async Task Limits_mounts_policy_and_ports_arrive()
    {
        var volume = await engine.Client.Volumes.CreateAsync(engine.NewName("v"), engine.Labels, Token);
        var network = engine.NewNetworkName();
        await engine.Client.Networks.EnsureAsync(network, Token);
        var id = await engine.StartAsync(
            engine.Spec("/bin/sleep", "600") with
            {
                Binds = [$"{volume.Name}:/data", "/etc/hostname:/host:ro"],
                RestartPolicy = new("on-failure", 3),
                NetworkName = network,
                NetworkAliases = ["alias"],
                Init = true,
                ExtraHosts = ["somewhere:10.1.2.3"],
                User = "1000:1000",
                WorkingDir = "/data",
                LogConfig = new("json-file", new Dictionary<string, string> { ["max-size"] = "1m" }),
                PortBindings = [new("8080/tcp", 0)],
                MemoryBytes = 64 << 20,
                NanoCpus = 500_000_000,
            },
            Token);

        var details = (await Containers.InspectAsync(id, Token))!;

        Assert.Equal((network, new RestartPolicy("on-failure", 3)), (details.HostConfig.NetworkMode, details.HostConfig.RestartPolicy));
        Assert.NotEmpty(details.Networks[network]);
        Assert.Contains("8080/tcp", details.Config.ExposedPorts);
        Assert.Equal((volume.Name, true), details.Mounts.Where(m => m.Destination == "/data").Select(m => (m.Name, m.Writable)).Single());
        Assert.Equal(("bind", false), details.Mounts.Where(m => m.Destination == "/host").Select(m => (m.Type, m.Writable)).Single());
        var hosts = await engine.Client.Exec.RunAsync(id, ["/bin/cat", "/etc/hosts"], new(), Token);
        Assert.Contains("somewhere", hosts.Stdout);
    }

    [Theory]
    [InlineData("exit 0", "healthy")]
    [InlineData("echo broken; exit 1", "unhealthy")]
    public async Task Health_check_is_reported(string check, string expected)
    {
        var spec = engine.Spec("/bin/sleep", "600") with
        {
            Healthcheck = new(["CMD-SHELL", check], Interval: TimeSpan.FromMilliseconds(200), Timeout: TimeSpan.FromSeconds(5), Retries: 1),
        };
        var id = await Containers.CreateAsync(engine.NewName("health"), spec, Token);
        await foreach (var change in engine.Client.Events.MonitorAsync(new(["container"], null, [engine.Label]), null, Start, Token))
            if (change.ActorId == id && change.Action == $"health_status: {expected}")
                break;

        var details = (await Containers.InspectAsync(id, Token))!;

        Assert.True(details.Config.HasHealthcheck);
        Assert.Equal(expected, details.State.Health!.Status);
        if (expected == "unhealthy")
            Assert.Contains("broken", details.State.Health.LastOutput);

        void Start() => _ = Containers.StartAsync(id, Token);
    }
}
