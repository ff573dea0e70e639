using System.ComponentModel;
using System.Diagnostics;
using Haloy.Core;

namespace Haloy.Cli.Processes;

/// <summary>A program run by the CLI. It never outlives the CLI's interest: cancelling or disposing ends it with its children.</summary>
internal sealed class ChildProcess : IDisposable
{
    // Enough to recognise why a program failed, and to repeat it.
    private const int TailLines = 60;

    // When a program has ended, all it wrote is in its pipes already; a child that it left behind may hold them open for ever.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Queue<string> _tail = new();

    private ChildProcess(Process process) => _process = process;

    /// <summary>Its standard output as bytes, for programs not run to their end by <see cref="RunAsync"/>.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    public static Outcome<ChildProcess> Start(ProgramCall call)
    {
        if (ProgramPath.Find(call.Program, call.Environment) is not { } path)
            return new Failure($"The program '{call.Program}' is not installed, or not on PATH.", $"Install '{call.Program}' on this machine.");

        var info = new ProcessStartInfo(path, call.Arguments)
        {
            WorkingDirectory = call.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = call.Input is not null,
        };
        info.Environment.Clear();
        foreach (var (name, value) in call.Environment)
            info.Environment[name] = value;

        try
        {
            var process = Process.Start(info)!;
            if (call.Input is not null)
                _ = FeedAsync(process.StandardInput, call.Input);
            return new ChildProcess(process);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return new Failure($"'{call.Program}' could not be started: {e.Message}");
        }
    }

    /// <summary>Runs a program to its end, handing on each line it writes; the value is its exit code and last lines.</summary>
    public static async Task<Outcome<ProcessEnd>> RunAsync(ProgramCall call, Action<string> onLine, CancellationToken cancellationToken)
    {
        var started = Start(call);
        if (!started.Succeeded)
            return started.Failure;

        using var process = started.Value;
        return await process.EndAsync(onLine, reading => process.ReadLinesAsync(process._process.StandardOutput, onLine, reading), cancellationToken);
    }

    /// <summary>Waits for the end, reading standard error meanwhile.</summary>
    public Task<ProcessEnd> EndAsync(Action<string> onErrorLine, CancellationToken cancellationToken) =>
        EndAsync(onErrorLine, static _ => Task.CompletedTask, cancellationToken);

    /// <summary>
    /// The same beside <paramref name="readOutput"/>, whose token ends it soon after the program even when a child that the program left behind
    /// still holds the pipe: what the program itself wrote has been read then.
    /// </summary>
    public async Task<ProcessEnd> EndAsync(Action<string> onErrorLine, Func<CancellationToken, Task> readOutput, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var readers = Task.WhenAll(ReadLinesAsync(_process.StandardError, onErrorLine, reading.Token), readOutput(reading.Token));
        await _process.WaitForExitAsync(cancellationToken);
        reading.CancelAfter(DrainTime);
        try
        {
            await readers;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Only the pipes are still open.
        }

        return new ProcessEnd(_process.ExitCode, Tail());
    }

    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }

        _process.Dispose();
    }

    // A program need not read what it is given: that it went away is told by its exit code.
    private static async Task FeedAsync(StreamWriter input, string text)
    {
        try
        {
            await using (input)
                await input.WriteAsync(text);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Broken pipe.
        }
    }

    private string Tail()
    {
        lock (_tail)
            return string.Join('\n', _tail);
    }

    private async Task ReadLinesAsync(StreamReader reader, Action<string> onLine, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lock (_tail)
            {
                _tail.Enqueue(line);
                if (_tail.Count > TailLines)
                    _tail.Dequeue();
            }

            onLine(line);
        }
    }
}

/// <summary>How a program ended, with the last lines it wrote.</summary>
internal sealed record ProcessEnd(int ExitCode, string Tail);
