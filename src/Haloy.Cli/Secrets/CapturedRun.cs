using System.Text;
using Haloy.Cli.Processes;
using Haloy.Core;

namespace Haloy.Cli.Secrets;

/// <summary>A program run to its end for what it prints, which stays in memory and is shown to nobody.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Errors">The last lines of its standard error.</param>
internal sealed record CapturedRun(int ExitCode, string Output, string Errors)
{
    // Far above any set of secrets; keeps a command that never stops printing from filling the memory.
    private const int MaxBytes = 4 * 1024 * 1024;

    public static async Task<Outcome<CapturedRun>> RunAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var started = ChildProcess.Start(call);
        if (!started.Succeeded)
            return started.Failure;

        using var process = started.Value;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            using var output = new MemoryStream();
            var (exitCode, errors) = await process.EndAsync(static _ => { }, reading => ReadAsync(process.Output, output, enough, reading), enough.Token);
            return new CapturedRun(exitCode, Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failure($"{Path.GetFileName(call.Program)} prints more than {MaxBytes / 1024 / 1024} MiB");
        }
    }

    /// <summary>Never the output.</summary>
    public override string ToString() => $"exit code {ExitCode}";

    private static async Task ReadAsync(Stream stream, MemoryStream all, CancellationTokenSource enough, CancellationToken reading)
    {
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, reading) is var count and > 0)
        {
            all.Write(buffer, 0, count);
            if (all.Length > MaxBytes)
                await enough.CancelAsync();
        }
    }
}
