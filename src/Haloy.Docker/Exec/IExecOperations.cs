using Haloy.Docker.Containers;

namespace Haloy.Docker.Exec;

/// <summary>Commands run inside running containers. Cancelling ends our wait; the engine has no way to end the command.</summary>
public interface IExecOperations
{
    /// <summary>Runs a command to its end and returns what it wrote, up to <see cref="ExecOptions.MaxOutputBytes"/> per stream.</summary>
    Task<ExecResult> RunAsync(string containerId, IReadOnlyList<string> argv, ExecOptions options, CancellationToken cancellationToken);

    /// <summary>Runs a command to its end, handing on each piece of output as it comes, and returns the exit code.</summary>
    Task<int> StreamAsync(
        string containerId,
        IReadOnlyList<string> argv,
        ExecOptions options,
        Func<LogFrame, CancellationToken, ValueTask> onOutput,
        CancellationToken cancellationToken);
}
