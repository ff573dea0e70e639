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
            var output = ReadAsync(process.Output, enough);
            var end = process.EndAsync(static _ => { }, enough.Token);
            await Task.WhenAll(output, end);
            return new CapturedRun((await end).ExitCode, await output, (await end).Tail);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failure($"{Path.GetFileName(call.Program)} prints more than {MaxBytes / 1024 / 1024} MiB");
        }
    }

    /// <summary>Never the output.</summary>
    public override string ToString() => $"exit code {ExitCode}";

    private static async Task<string> ReadAsync(Stream stream, CancellationTokenSource enough)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, enough.Token) is var count and > 0)
        {
            all.Write(buffer, 0, count);
            if (all.Length > MaxBytes)
                await enough.CancelAsync();
        }

        return Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length);
    }
}
