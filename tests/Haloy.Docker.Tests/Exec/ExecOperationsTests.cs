using Haloy.Docker.Exec;
using Haloy.Docker.Tests.Fakes;
using static Haloy.Docker.Tests.Fakes.Frames;

namespace Haloy.Docker.Tests.Exec;

public sealed class ExecOperationsTests : IAsyncLifetime
{
    private readonly FakeEngine _engine = new();
    private readonly TaskCompletionSource _asked = new();
    private int _inspections;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Output_is_kept_up_to_the_limit_of_each_stream()
    {
        Script([.. Frame(1, "12345"), .. Frame(2, "abc"), .. Frame(1, "6789")], stillRunning: 0);

        var result = await _engine.Client.Exec.RunAsync("c", ["x"], new ExecOptions(MaxOutputBytes: 6), Token);

        Assert.Equal(new ExecResult(4, "123456", "abc", Truncated: true), result);
    }

    [Fact]
    public async Task Exit_code_is_asked_for_until_the_engine_knows_it()
    {
        Script(Frame(1, "out"), stillRunning: 1);
        var run = _engine.Client.Exec.RunAsync("c", ["x"], new ExecOptions(), Token);
        await _asked.Task.WaitAsync(Token);
        while (!run.IsCompleted)
        {
            _engine.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.Equal(4, (await run).ExitCode);
        Assert.Equal(2, _inspections);
    }

    [Fact]
    public async Task Command_and_options_are_sent_and_what_is_not_set_is_not()
    {
        Script([], stillRunning: 0);

        await _engine.Client.Exec.RunAsync("c", ["ls", "-l"], new ExecOptions(User: "1"), Token);

        Assert.Equal("""{"Cmd":["ls","-l"],"User":"1","AttachStdout":true,"AttachStderr":true}""", _engine.Requests[0].BodyText);
        Assert.Equal(("/v1.47/exec/e1/start", """{"Detach":false,"Tty":false}"""), (_engine.Requests[1].Path, _engine.Requests[1].BodyText));
    }

    private void Script(byte[] output, int stillRunning) => _engine.Script(exchange =>
    {
        if (exchange.Path.EndsWith("/exec", StringComparison.Ordinal))
            return exchange.RespondAsync(201, """{"Id":"e1"}""");
        if (exchange.Path.EndsWith("/start", StringComparison.Ordinal))
            return exchange.StreamAsync(output, "application/vnd.docker.raw-stream");
        _asked.TrySetResult();
        return exchange.RespondAsync(200, _inspections++ < stillRunning ? """{"Running":true,"ExitCode":null}""" : """{"Running":false,"ExitCode":4}""");
    });
}
