using System.Diagnostics;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>A program that goes on while the test does; everything it says is kept.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly Task _reading;

    private RunningProgram(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has said so far, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _lines);
        }
    }

    public static RunningProgram Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new(Process.Start(start)!);
    }

    /// <summary>Waits for a line, from the beginning on.</summary>
    public async Task<string> LineAsync(string part, CancellationToken cancellationToken)
    {
        var line = NextLineAsync(part, fromStart: true);
        var first = await Task.WhenAny(line, _process.WaitForExitAsync(cancellationToken)).WaitAsync(Patience.Program, cancellationToken);
        if (first != line)
            await _reading;
        return line.IsCompletedSuccessfully ? await line : throw new InvalidOperationException($"It ended with code {_process.ExitCode} before it said '{part}':\n{Output}");
    }

    /// <summary>The next line that contains <paramref name="part"/>.</summary>
    public Task<string> NextLineAsync(string part, bool fromStart = false)
    {
        // What waits for a line wants to act before the program goes on, so it is not sent through a queue first.
        var found = new TaskCompletionSource<string>();
        lock (_lock)
        {
            if (fromStart && _lines.Find(line => line.Contains(part, StringComparison.Ordinal)) is { } known)
                found.SetResult(known);
            else
                _waiting.Add((line => line.Contains(part, StringComparison.Ordinal), found));
        }

        return found.Task;
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Asks it to end, and tells with which code it did.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        return await ExitAsync(cancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(Patience.Program, cancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            (Func<string, bool>, TaskCompletionSource<string> Found)[] matching;
            lock (_lock)
            {
                _lines.Add(line);
                matching = [.. _waiting.Where(w => w.Matches(line))];
                _waiting.RemoveAll(w => w.Matches(line));
            }

            foreach (var (_, found) in matching)
                found.SetResult(line);
        }
    }
}
