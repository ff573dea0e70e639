using System.Diagnostics;
using Haloy.Cli.Processes;
using Haloy.Cli.Secrets;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Processes;

public sealed class ChildProcessTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private ProgramCall Shell(string script) =>
        new("/bin/sh", "-c", script) { WorkingDirectory = _directory.Path, Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };

    [Fact(Timeout = 60_000)]
    public async Task Program_that_ends_without_reading_its_input_is_known_by_its_exit_code()
    {
        // More than a pipe holds: writing it must meet the closed end.
        var call = Shell("exec 0<&-; echo denied >&2; exit 3") with { Input = new string('x', 1024 * 1024) };

        var ended = await ChildProcess.RunAsync(call, static _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(new ProcessEnd(3, "denied"), ended.Value);
    }

    [Fact(Timeout = 60_000)]
    public async Task Child_left_behind_with_the_pipes_is_not_waited_for()
    {
        var call = Shell("sleep 600 & echo $! > left; echo hello");
        try
        {
            var lines = await ChildProcess.RunAsync(call, static _ => { }, TestContext.Current.CancellationToken);
            EndLeftBehind();
            var captured = await CapturedRun.RunAsync(call, TestContext.Current.CancellationToken);

            Assert.Equal(new ProcessEnd(0, "hello"), lines.Value);
            Assert.Equal(new CapturedRun(0, "hello\n", ""), captured.Value);
        }
        finally
        {
            EndLeftBehind();
        }
    }

    private void EndLeftBehind()
    {
        using var left = Process.GetProcessById(int.Parse(File.ReadAllText(_directory.File("left"))));
        left.Kill();
    }
}
