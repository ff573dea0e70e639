using System.Text.Json;
using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Commands;

public sealed class DeployCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Deploy_that_succeeds_shows_each_step_and_ends_with_the_address()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName, "domains:\n  - domain: hello.localhost\n");

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("● Starting hello\n● Replica 1 is ready\n● hello is live → https://hello.localhost\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("https://hello.localhost\n", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
        var request = Assert.Single(daemon.Deployments);
        Assert.Equal(26, request.DeploymentId!.Length);
        Assert.Equal("hello", request.TargetConfig!.Name);
        Assert.Equal("hello", request.RollbackDeployConfig!.Name);
    }

    [Fact]
    public async Task Deploy_of_an_app_without_tls_ends_with_a_plain_address()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName, "tls: off\ndomains:\n  - domain: hello.localhost\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Contains(": http://hello.localhost\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_that_fails_on_the_server_shows_the_containers_log_and_exits_with_1()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.LogOf = Entries.Failure;
        _cli.WriteDeployFile(daemon.ServerName, "post_deploy:\n  - touch after\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("✖ Deployment failed: replica 1 exited with code 3\n    boot\n    panic: no database\n", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.WorkDirectory, "after")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Log_stream_that_breaks_is_resumed_without_repeating_entries(bool originalDaemon)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.BreakAfter = 2;
        daemon.WithoutIds = originalDaemon;
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal([null, originalDaemon ? null : "2"], daemon.LastEventIds);
        Assert.Equal(2, result.Output.Split("Replica 1 is ready").Length);
    }

    [Fact]
    public async Task Log_stream_that_never_comes_back_is_an_error()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/version", 200, """{"haloyd":"0.1.0"}""");
        daemon.LogOf = app => [.. Entries.Success(app).Take(1)];
        var clock = new JumpingClock();
        _cli.Time = clock;
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("was lost before deployment", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_stream_that_breaks_after_a_long_silence_is_taken_up_again()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var clock = new JumpingClock();
        daemon.On("POST /v1/deploy", async context =>
        {
            await daemon.TakeDeploymentAsync(context);
            var logs = $"GET /v1/deploy/{daemon.Deployments.Last().DeploymentId}/logs";
            daemon.On(logs, broken =>
            {
                clock.Jump(TimeSpan.FromMinutes(1));
                daemon.Forget(logs);
                broken.Response.ContentType = "text/event-stream";
                return broken.Response.Body.FlushAsync();
            });
        });
        _cli.Time = clock;
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_whose_answer_is_lost_is_repeated_where_that_is_the_same_request(bool repeatable)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var lost = 2;
        daemon.On("POST /v1/deploy", async context =>
        {
            await daemon.TakeDeploymentAsync(context);
            if (lost-- > 0)
                context.Abort();
        });
        if (!repeatable)
            daemon.Capabilities = null;
        _cli.Time = new JumpingClock();
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(repeatable ? 0 : 1, result.ExitCode);
        Assert.Equal(repeatable ? 3 : 1, daemon.Deployments.Count);
        Assert.Single(daemon.Deployments.Select(d => d.DeploymentId).Distinct());
    }

    [Fact]
    public async Task Wrong_token_stops_before_anything_is_built_and_is_not_shown()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Variables["HALOY_API_TOKEN"] = "wrong-one";
        _cli.Write("Dockerfile", "FROM scratch\n");
        _cli.Write("haloy.yaml", $"name: hello\nserver: {daemon.ServerName}\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"Server '{daemon.ServerName}' refused the token from variable HALOY_API_TOKEN.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", result.ToString(), StringComparison.Ordinal);
        Assert.Empty(_cli.Docker.Calls);
    }

    [Fact]
    public async Task Unreachable_server_is_named()
    {
        var port = FreePort.Take();
        _cli.WriteDeployFile($"127.0.0.1:{port}");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"Server '127.0.0.1:{port}' cannot be reached at http://127.0.0.1:{port}: the connection was refused.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_of_another_app_is_told_in_the_servers_words()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("POST /v1/deploy", 409, "Domain 'hello.localhost' belongs to app 'other'.");
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Domain 'hello.localhost' belongs to app 'other'.\n  Stop the other app", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_asks_to_slow_down_is_asked_again()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var refusals = 2;
        daemon.On("GET /v1/version", async context =>
        {
            context.Response.StatusCode = refusals-- > 0 ? 429 : 200;
            await context.Response.Body.WriteAsync("""{"haloyd":"0.1.0"}"""u8.ToArray(), context.RequestAborted);
        });
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task Fields_of_our_own_are_sent_only_to_a_daemon_that_knows_them()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName, "tls: internal\nacme_email: me@example.com\nstart_timeout: 7s\n");

        await _cli.RunAsync("deploy");
        daemon.Capabilities = ["layer-upload"];
        var toOriginal = await _cli.RunAsync("deploy");

        Assert.True(toOriginal.ExitCode == 0, toOriginal.ToString());
        Assert.Contains("\"tls\":\"internal\"", daemon.RawBodies.First(), StringComparison.Ordinal);
        foreach (var field in new[] { "tls", "acmeEmail", "TimeoutSeconds", "apiToken" })
            Assert.DoesNotContain(field, daemon.RawBodies.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_the_server_does_not_know_stop_before_anything_is_done()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.Capabilities = ["layer-upload"];
        _cli.WriteDeployFile(daemon.ServerName, "ip_allow: [10.0.0.0/8]\nglobal_pre_deploy: [touch done]\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"Server '{daemon.ServerName}' is too old for 'ip_allow' of 'hello'.", result.Error, StringComparison.Ordinal);
        Assert.Empty(daemon.Deployments);
        Assert.False(File.Exists(Path.Combine(_cli.WorkDirectory, "done")));
    }

    [Fact]
    public async Task No_logs_returns_when_the_deployment_is_accepted()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy", "--no-logs");

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(daemon.Requests, r => r.EndsWith("/logs", StringComparison.Ordinal));
        Assert.Contains("hello: accepted", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_keeps_stdout_for_machines()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.WriteDeployFile(daemon.ServerName, "pre_deploy:\n  - echo from the hook\n");

        var result = await _cli.RunAsync("deploy", "--json");

        var lines = result.Output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["entry", "entry", "entry", "result"], lines.Select(l => l.GetProperty("type").GetString()));
        Assert.True(lines[^1].GetProperty("success").GetBoolean());
        Assert.Contains("from the hook", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_of_the_deploy_file_are_shown_at_once()
    {
        _cli.Write("haloy.yaml", "name: hello\nreplicas: 0\nport: 99999\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("replicas", result.Error, StringComparison.Ordinal);
        Assert.Contains("99999", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }
}
