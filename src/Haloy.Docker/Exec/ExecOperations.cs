using Haloy.Docker.Containers;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Exec;

internal sealed class ExecOperations(EngineTransport engine) : IExecOperations
{
    private const int ExitCodeAttempts = 100;
    private static readonly TimeSpan ExitCodeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly DockerJson Json = DockerJson.Default;

    public async Task<ExecResult> RunAsync(string containerId, IReadOnlyList<string> argv, ExecOptions options, CancellationToken cancellationToken)
    {
        var stdout = new CappedOutput(options.MaxOutputBytes);
        var stderr = new CappedOutput(options.MaxOutputBytes);
        var exitCode = await StreamAsync(containerId, argv, options, Keep, cancellationToken);
        return new(exitCode, stdout.Text, stderr.Text, stdout.Truncated || stderr.Truncated);

        ValueTask Keep(LogFrame frame, CancellationToken token)
        {
            (frame.Stream == LogStream.Stderr ? stderr : stdout).Add(frame.Bytes.Span);
            return ValueTask.CompletedTask;
        }
    }

    public async Task<int> StreamAsync(
        string containerId,
        IReadOnlyList<string> argv,
        ExecOptions options,
        Func<LogFrame, CancellationToken, ValueTask> onOutput,
        CancellationToken cancellationToken)
    {
        var id = await CreateAsync(containerId, argv, options, cancellationToken);
        var start = EngineRequest.Post($"/exec/{id}/start").WithJson(new StartExecWire(Detach: false, Tty: false), Json.StartExecWire);
        await using (var output = await engine.OpenAsync(start, cancellationToken))
            await foreach (var frame in OutputFrames.ReadAsync(output, raw: false, start.Description, cancellationToken))
                await onOutput(frame, cancellationToken);
        return await ExitCodeAsync(id, cancellationToken);
    }

    private async Task<string> CreateAsync(string containerId, IReadOnlyList<string> argv, ExecOptions options, CancellationToken cancellationToken)
    {
        var body = new CreateExecWire(argv, options.User, options.WorkingDir, options.Env);
        var request = EngineRequest.Post($"/containers/{EnginePath.Segment(containerId)}/exec").WithJson(body, Json.CreateExecWire);
        return (await engine.ReadAsync(request, Json.CreatedWire, cancellationToken)).Id
            ?? throw new DockerProtocolException("Docker created a command and did not name it.", null);
    }

    // The output ends when the command's pipes close; the engine learns of its end a moment later, and has no call that waits for it.
    private async Task<int> ExitCodeAsync(string id, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/exec/{id}/json");
        for (var attempt = 0; attempt < ExitCodeAttempts; attempt++)
        {
            if (await engine.ReadAsync(request, Json.ExecWire, cancellationToken) is { Running: false, ExitCode: { } exitCode })
                return exitCode;
            await Task.Delay(ExitCodeInterval, engine.Time, cancellationToken);
        }

        throw new DockerProtocolException("A command in a container closed its output and did not end.", null);
    }
}
