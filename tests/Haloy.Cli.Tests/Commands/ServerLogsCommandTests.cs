using System.Text.Json;
using Haloy.Cli.Hosting;
using Haloy.Cli.Tests.Support;
using Haloy.Contracts.Logs;
using Microsoft.AspNetCore.Http;

namespace Haloy.Cli.Tests.Commands;

public sealed class ServerLogsCommandTests : IDisposable
{
    private static readonly LogEntry Deployed = new() { Message = "replica 1 is healthy", DeploymentId = "01m7z6svn2vw0xv18amrz706r7", AppName = "shop" };

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Entries_are_shown_with_their_deployment_and_the_end_of_the_stream_is_a_failure()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Serve(daemon, Deployed, new LogEntry { Level = "WARN", Message = "slow", Fields = new Dictionary<string, string> { ["error"] = "disk" } });
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("server", "logs");

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Matches(@"^● Following the log; Ctrl-C ends it\n● \d\d:\d\d:\d\d 01m7z6sv replica 1 is healthy\n$", result.Output);
        Assert.Matches(@"^⚠ \d\d:\d\d:\d\d slow: disk\n", result.Error);
        Assert.Contains("broke off", result.Error, StringComparison.Ordinal);
        Assert.Equal(["GET /v1/server-logs"], daemon.Requests);
    }

    [Fact]
    public async Task Requests_are_one_readable_line_each_whatever_strangers_sent()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Serve(daemon, new LogEntry
        {
            Message = "request",
            DeploymentId = Deployed.DeploymentId,
            Fields = new Dictionary<string, string>
            {
                ["method"] = "GET",
                ["host"] = "app.example.com",
                ["path"] = "/a\u001b[31m\nb",
                ["status"] = "404",
                ["duration_ms"] = "12.345",
                ["bytes"] = "2048",
                ["remote_addr"] = "192.0.2.1",
                ["ended"] = "cut",
            },
        });
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("server", "logs", "--access-logs");

        var line = result.Output.Split('\n')[1];
        Assert.Matches(@"^  \d\d:\d\d:\d\d 01m7z6sv 404 GET  app\.example\.com/a·b cut  12\.3 ms 2\.0 KB 192\.0\.2\.1$", line);
        Assert.Equal(["GET /v1/server-logs?access-logs=true"], daemon.Requests);
    }

    [Fact]
    public async Task Json_has_a_line_for_each_entry_with_its_server()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Serve(daemon, Deployed);

        var result = await _cli.RunAsync("server", "logs", "-s", daemon.ServerName, "--json");

        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(daemon.ServerName, json.GetProperty("server").GetString());
        Assert.Equal("replica 1 is healthy", json.GetProperty("entry").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Several_targets_on_one_server_are_followed_once()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Serve(daemon, Deployed);
        _cli.Write("haloy.yaml", $"name: hello\nserver: {daemon.ServerName}\nimage:\n  repository: hello\n  build: false\ntargets:\n  one:\n    name: one\n  two:\n    name: two\n");

        await _cli.RunAsync("server", "logs");

        Assert.Equal(["GET /v1/server-logs"], daemon.Requests);
    }

    [Theory]
    [InlineData("-s", "a.example.com", "-t", "one")]
    [InlineData("-s", "a.example.com", "--all")]
    [InlineData("-s", "a.example.com", "-c", "x.yaml")]
    public async Task Server_and_targets_exclude_each_other(params string[] flags)
    {
        var result = await _cli.RunAsync(["server", "logs", .. flags]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("exclude each other", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_server_says_so()
    {
        await using var daemon = await FakeDaemon.StartAsync();

        var result = await _cli.RunAsync("server", "logs", "-s", daemon.ServerName);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("Upgrade haloyd there.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interruption_is_the_way_to_end_it()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var asked = new TaskCompletionSource();
        daemon.On("GET /v1/server-logs", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(": keepalive\n\n");
            await context.Response.Body.FlushAsync();
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var interruption = new CancellationTokenSource();
        var running = _cli.RunAsync(interruption.Token, "server", "logs", "-s", daemon.ServerName);
        await asked.Task;

        await interruption.CancelAsync();

        var result = await running;
        Assert.Equal((ExitCode.Success, ""), (result.ExitCode, result.Error));
    }

    private static void Serve(FakeDaemon daemon, params LogEntry[] entries) => daemon.On("GET /v1/server-logs", async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(": keepalive\n\n");
        foreach (var entry in entries)
            await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(entry, LogJson.Default.LogEntry)}\n\n");
    });
}
