using System.ComponentModel;
using System.Diagnostics;
using Haloy.Core;

namespace Haloy.Cli.Processes;

/// <summary>A program run by the CLI. It never outlives the CLI's interest: cancelling or disposing ends it with its children.</summary>
internal sealed class ChildProcess : IDisposable
{
    // Enough to recognise why a program failed, and to repeat it.
    private const int TailLines = 60;

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
            {
                process.StandardInput.Write(call.Input);
                process.StandardInput.Close();
            }

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
        var output = process.ReadLinesAsync(process._process.StandardOutput, onLine, cancellationToken);
        var end = await process.EndAsync(onLine, cancellationToken);
        await output;
        return end with { Tail = process.Tail() };
    }

    /// <summary>Waits for the end, reading standard error meanwhile.</summary>
    public async Task<ProcessEnd> EndAsync(Action<string> onErrorLine, CancellationToken cancellationToken)
    {
        await ReadLinesAsync(_process.StandardError, onErrorLine, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
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
