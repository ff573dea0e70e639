using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Haloy.Contracts.Logs;

namespace Haloy.Server.Logs;

/// <summary>Somebody who reads the <see cref="ServerLog"/>: what it has not read waits here, up to a bound beyond which the oldest is lost.</summary>
internal sealed class ServerLogReader : IDisposable
{
    private const int MostWaiting = 1000;

    private readonly Channel<LogEntry> _channel;
    private readonly Action<ServerLogReader> _leave;
    private readonly TimeProvider _time;
    private int _lost;

    public ServerLogReader(bool wantsRequests, Action<ServerLogReader> leave, TimeProvider time)
    {
        (WantsRequests, _leave, _time) = (wantsRequests, leave, time);
        _channel = Channel.CreateBounded<LogEntry>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost));
    }

    public bool WantsRequests { get; }

    public void Offer(LogEntry entry) => _channel.Writer.TryWrite(entry);

    /// <summary>The entries, without end.</summary>
    public async IAsyncEnumerable<LogEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in _channel.Reader.ReadAllAsync(cancellationToken))
        {
            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
                yield return new() { Level = "WARN", Message = $"{lost} entries are missing here: this reader does not keep up", Timestamp = _time.GetUtcNow() };
            yield return entry;
        }
    }

    public void Dispose() => _leave(this);
}
