using System.Buffers;
using System.Text;

namespace Haloy.Proxy.AccessLogs;

/// <summary>
/// Takes lines from the loops to the file and to those who follow, on a thread that may wait. A file that takes nothing makes lines get lost, which the
/// log says where they are missing.
/// </summary>
internal sealed class AccessLogPump : IAsyncDisposable
{
    // Lines of this long go out together: fewer wake-ups and writes when there are many, and nobody reads a log faster.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly AccessLog _log;
    private readonly Stream _file;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly ArrayBufferWriter<byte> _all = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly Task _running;
    private long _lost;

    public AccessLogPump(AccessLog log, Stream file, TimeProvider time)
    {
        (_log, _file, _time) = (log, file, time);
        _running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _log.WaitAsync(_end.Token);
                Move();
                await Task.Delay(Pause, _time, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Move();
        }
    }

    private void Move()
    {
        _all.ResetWrittenCount();
        _kept.ResetWrittenCount();
        var count = SayLost();
        foreach (var lane in _log.Lanes)
        {
            while (lane?.Ring.TryTake(_all, _kept) == true)
                count++;
        }

        if (count == 0)
            return;
        WriteKept();
        if (_log.Readers is { Count: > 0 } readers)
            Offer(readers, _all.WrittenSpan.ToArray(), count);
    }

    private int SayLost()
    {
        var lost = _log.Lost;
        if (lost == _lost)
            return 0;
        var line = Encoding.ASCII.GetBytes($"{{\"lost\":{lost - _lost}}}\n");
        _lost = lost;
        _all.Write(line);
        _kept.Write(line);
        return 1;
    }

    private void WriteKept()
    {
        try
        {
            _file.Write(_kept.WrittenSpan);
            _file.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // Whoever took our output is gone: a log that nobody reads is no reason to stop serving.
        }
    }

    private static void Offer(IReadOnlyList<IAccessLogReader> readers, byte[] lines, int count)
    {
        foreach (var reader in readers)
            reader.Offer(lines, count);
    }
}
