using Haloy.Cli.Tests.Support;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Tests.Commands;

public sealed class RollbackCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Rollback_sends_the_kept_configuration_with_values_of_now()
    {
        await using var daemon = await StartAsync("VALUE_OF_NOW");
        _cli.Variables["VALUE_OF_NOW"] = "fresh";
        _cli.WriteDeployFile(daemon.ServerName, "pre_deploy:\n  - touch hook-ran\n");

        var result = await _cli.RunAsync("rollback", "old-1");

        Assert.True(result.ExitCode == 0, result.ToString());
        var request = Assert.Single(daemon.Rollbacks);
        Assert.Equal("old-1", request.TargetDeploymentId);
        Assert.Equal("fresh", request.NewTargetConfig!.Env!.Single().Value);
        Assert.Equal("hello:old-1", request.NewTargetConfig.Image!.Reference());
        Assert.Contains($"Rolling back hello to old-1 on {daemon.ServerName} as {request.NewDeploymentId}", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.WorkDirectory, "hook-ran")));
    }

    [Fact]
    public async Task Unknown_deployment_is_refused_with_the_kept_ones()
    {
        await using var daemon = await StartAsync("HOME");
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("rollback", "other");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("keeps no deployment other of 'hello'.\n  It keeps: old-1", result.Error, StringComparison.Ordinal);
        Assert.Empty(daemon.Rollbacks);
    }

    [Fact]
    public async Task Variable_that_is_gone_is_named()
    {
        await using var daemon = await StartAsync("GONE");
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("rollback", "old-1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("GONE", result.Error, StringComparison.Ordinal);
        Assert.Contains("may have other names", result.Error, StringComparison.Ordinal);
    }

    private static async Task<FakeDaemon> StartAsync(string variable)
    {
        var daemon = await FakeDaemon.StartAsync();
        var stored = new DeployConfig
        {
            Name = "hello",
            Server = daemon.ServerName,
            Image = new ImageConfig { Repository = "hello", Tag = "old-1", Build = false },
            Env = [new EnvVar { Name = "KEY", From = new ValueReference { Env = variable } }],
        };
        daemon.RollbackTargets = new RollbackTargetsResponse { Targets = [new RollbackTarget { DeploymentId = "old-1", ImageRef = "hello:old-1", RawDeployConfig = stored }] };
        return daemon;
    }
}
