using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Commands;

public sealed class MultiTargetTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Servers_are_independent_and_every_failure_is_collected()
    {
        await using var good = await FakeDaemon.StartAsync();
        await using var bad = await FakeDaemon.StartAsync();
        bad.LogOf = Entries.Failure;
        WriteTargets(("alpha", bad, ""), ("beta", good, ""));

        var result = await _cli.RunAsync("deploy", "--all");

        Assert.Equal(1, result.ExitCode);
        Assert.Single(good.Deployments);
        Assert.Contains("● beta Replica 1 is ready\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("✖ alpha Deployment failed: replica 1 exited with code 3", result.Error, StringComparison.Ordinal);
        Assert.Matches("✖ Failed after .*: alpha\n$", result.Error);
    }

    [Fact]
    public async Task One_server_gets_its_targets_in_order_and_no_more_after_a_failure()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.LogOf = app => app == "beta" ? Entries.Failure(app) : Entries.Success(app);
        WriteTargets(("alpha", daemon, ""), ("beta", daemon, ""), ("gamma", daemon, ""));

        var result = await _cli.RunAsync("deploy", "-t", "alpha,beta", "--targets", "gamma");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["alpha", "beta"], daemon.Deployments.Select(d => d.TargetConfig!.Name));
        Assert.Contains("gamma Not deployed, because 'beta' failed", result.Error, StringComparison.Ordinal);
        Assert.Single(daemon.Requests, r => r == "GET /v1/version");
    }

    [Fact]
    public async Task Protected_targets_are_left_out_of_all_unless_included()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        WriteTargets(("alpha", daemon, "protected: true"), ("beta", daemon, ""));

        var without = await _cli.RunAsync("deploy", "--all");
        var with = await _cli.RunAsync("deploy", "--all", "--include-protected");

        Assert.Equal((0, 0), (without.ExitCode, with.ExitCode));
        Assert.Contains("Left out, because they are protected: alpha", without.Error, StringComparison.Ordinal);
        Assert.Equal(["beta", "alpha", "beta"], daemon.Deployments.Select(d => d.TargetConfig!.Name));
    }

    [Fact]
    public async Task Every_unusable_server_is_named_before_anything_happens()
    {
        await using var refusing = await FakeDaemon.StartAsync();
        refusing.On("GET /v1/version", 500, "database is broken");
        await using var good = await FakeDaemon.StartAsync();
        var port = FreePort.Take();
        WriteTargets(("alpha", refusing, ""), ("beta", good, ""));
        File.AppendAllText(Path.Combine(_cli.WorkDirectory, "haloy.yaml"), $"  gamma:\n    server: 127.0.0.1:{port}\n");

        var result = await _cli.RunAsync("deploy", "--all");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("could not tell its version: database is broken", result.Error, StringComparison.Ordinal);
        Assert.Contains($"'127.0.0.1:{port}' cannot be reached", result.Error, StringComparison.Ordinal);
        Assert.Empty(good.Deployments);
    }

    [Fact]
    public async Task Hooks_run_in_order_in_the_directory_of_the_deploy_file()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Write(".env", "GREETING=hi\n");
        _cli.WriteDeployFile(daemon.ServerName, """
            global_pre_deploy: ["echo global-pre $GREETING >> order"]
            pre_deploy: ["echo pre >> order"]
            post_deploy: ["echo post >> order"]
            global_post_deploy: ["echo global-post >> order"]

            """);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["global-pre hi", "pre", "post", "global-post"], File.ReadAllLines(Path.Combine(_cli.WorkDirectory, "order")));
    }

    [Fact]
    public async Task Hook_that_fails_stops_the_deploy_and_is_named()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName, "pre_deploy:\n  - echo no tests >&2; exit 7\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(daemon.Deployments);
        Assert.Contains("The pre_deploy command 'echo no tests >&2; exit 7' failed with exit code 7.", result.Error, StringComparison.Ordinal);
    }

    private void WriteTargets(params (string Name, FakeDaemon Daemon, string More)[] targets)
    {
        var blocks = targets.Select(t => $"  {t.Name}:\n    server: {t.Daemon.ServerName}\n{(t.More.Length > 0 ? $"    {t.More}\n" : "")}");
        _cli.Write("haloy.yaml", $"image:\n  repository: hello\n  build: false\ntargets:\n{string.Concat(blocks)}");
    }
}
