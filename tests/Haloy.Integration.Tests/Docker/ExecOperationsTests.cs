using System.Net;
using System.Text;
using Haloy.Docker;
using Haloy.Docker.Containers;
using Haloy.Docker.Exec;

namespace Haloy.Integration.Tests.Docker;

public sealed class ExecOperationsTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IExecOperations Exec => engine.Client.Exec;

    [Fact]
    public async Task Command_returns_code_and_both_outputs()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);

        var result = await Exec.RunAsync(
            id, ["/bin/sh", "-c", "echo $WORD; echo bad >&2; exit 3"], new ExecOptions(Env: ["WORD=good"]), Token);

        Assert.Equal(new ExecResult(3, "good\n", "bad\n", Truncated: false), result);
    }

    [Fact]
    public async Task Output_over_the_limit_is_dropped_and_the_command_still_ends()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);

        var result = await Exec.RunAsync(id, ["/bin/sh", "-c", "yes | head -c 3000000"], new ExecOptions(MaxOutputBytes: 1000), Token);

        Assert.Equal((0, 1000, true), (result.ExitCode, result.Stdout.Length, result.Truncated));
    }

    [Fact]
    public async Task Streamed_output_comes_while_the_command_runs()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);
        var output = new StringBuilder();

        // The command waits for a file that only the receiver of its first output makes: without streaming it would never end.
        var code = await Exec.StreamAsync(id, ["/bin/sh", "-c", "echo ready; until [ -e /go ]; do sleep 0.05; done; echo went"], new(), Take, Token);

        Assert.Equal((0, "ready\nwent\n"), (code, output.ToString()));

        async ValueTask Take(LogFrame frame, CancellationToken cancellationToken)
        {
            output.Append(frame.Text);
            if (frame.Text.Contains("ready"))
                await Exec.RunAsync(id, ["/bin/sh", "-c", ": > /go"], new(), cancellationToken);
        }
    }

    [Fact]
    public async Task Command_that_does_not_exist_fails_with_a_code()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);

        var result = await Exec.RunAsync(id, ["/bin/nothing-here"], new(), Token);

        Assert.InRange(result.ExitCode, 126, 127);
    }

    [Fact]
    public async Task Container_that_is_missing_or_stopped_is_an_error_that_says_which()
    {
        var stopped = await engine.Client.Containers.CreateAsync(engine.NewName("still"), engine.Spec("/bin/true"), Token);

        var missing = await Assert.ThrowsAsync<DockerApiException>(() => Exec.RunAsync("haloy-test-missing", ["/bin/true"], new(), Token));
        var still = await Assert.ThrowsAsync<DockerApiException>(() => Exec.RunAsync(stopped, ["/bin/true"], new(), Token));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Conflict), (missing.StatusCode, still.StatusCode));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_command()
    {
        var id = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Exec.StreamAsync(id, ["/bin/sh", "-c", "echo up; sleep 600"], new(), async (_, _) => await cancellation.CancelAsync(), cancellation.Token));
    }
}
