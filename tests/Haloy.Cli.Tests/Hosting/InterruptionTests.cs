using System.Diagnostics;
using System.Runtime.InteropServices;
using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Hosting;

public sealed partial class InterruptionTests : IDisposable
{
    private const int Sigint = 2;

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Ctrl_C_after_acceptance_says_that_the_deployment_continues()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.LogOf = app => [.. Entries.Success(app).Take(1)];
        daemon.Hang = true;
        _cli.WriteDeployFile(daemon.ServerName);
        using var process = Start("deploy");

        await ReadUntilAsync(process.StandardOutput, "Starting hello");
        Signal(process);
        var (code, error) = await EndAsync(process);

        Assert.Equal(130, code);
        Assert.Contains($"The deployment {daemon.Deployments.Single().DeploymentId} of 'hello' was accepted and continues on server '{daemon.ServerName}'.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_during_a_build_ends_docker_too()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Docker.Answer("if [ \"$1\" = build ]; then echo pid $$; exec sleep 600; fi");
        _cli.Write("Dockerfile", "FROM scratch\n");
        _cli.Write("haloy.yaml", $"name: hello\nserver: {daemon.ServerName}\n");
        using var process = Start("deploy");

        var line = await ReadUntilAsync(process.StandardOutput, "pid ");
        Signal(process);
        var (code, error) = await EndAsync(process);

        Assert.Equal(130, code);
        Assert.Equal("⚠ Interrupted\n", error);
        Assert.False(IsRunning(int.Parse(line.Trim()[4..])));
    }

    private Process Start(params string[] arguments)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "haloy.dll");
        var info = new ProcessStartInfo(Environment.ProcessPath is { } p && p.EndsWith("dotnet", StringComparison.Ordinal) ? p : "dotnet", ["exec", dll, .. arguments])
        {
            WorkingDirectory = _cli.WorkDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _cli.Variables)
            info.Environment[name] = value;
        return Process.Start(info)!;
    }

    private static async Task<string> ReadUntilAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"'{text}' was never written.");
    }

    private static async Task<(int Code, string Error)> EndAsync(Process process)
    {
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }

    private static bool IsRunning(int pid)
    {
        // A zombie waiting for its parent's attention no longer runs.
        var status = $"/proc/{pid}/stat";
        return File.Exists(status) && !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
    }

    private static void Signal(Process process) => Assert.Equal(0, Kill(process.Id, Sigint));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
