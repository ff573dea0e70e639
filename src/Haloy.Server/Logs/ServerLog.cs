using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Haloy.Contracts.Logs;

namespace Haloy.Server.Logs;

/// <summary>
/// The daemon's own log for those who read it over the API: the last entries, then what follows (spec/server §3.5). Requests are for those only who ask
/// for them, and are not kept: they would push everything else out. A reader that is too slow loses its oldest entries and is told how many.
/// </summary>
internal sealed class ServerLog(TimeProvider time)
{
    /// <summary>What the entry of a request says; by it readers tell it from the others.</summary>
    public const string RequestMessage = "request";

    private const int Kept = 100;
    private const int MostWaiting = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<LogEntry> _last = new();
    private readonly List<Reader> _readers = [];

    /// <summary>Appends an entry. Never waits for readers.</summary>
    public void Append(LogEntry entry)
    {
        lock (_lock)
        {
            if (_last.Count == Kept)
                _last.Dequeue();
            _last.Enqueue(entry);
            foreach (var reader in _readers)
                reader.Offer(entry);
        }
    }

    /// <summary>Appends what is said about requests.</summary>
    public void AppendRequest(LogEntry entry)
    {
        lock (_lock)
        {
            foreach (var reader in _readers)
            {
                if (reader.WantsRequests)
                    reader.Offer(entry);
            }
        }
    }

    /// <summary>The last entries, then those that follow, without end.</summary>
    public async IAsyncEnumerable<LogEntry> ReadAsync(bool requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = Enter(requests);
        try
        {
            await foreach (var entry in reader.Entries.ReadAllAsync(cancellationToken))
            {
                if (reader.TakeLost() is > 0 and var lost)
                    yield return new() { Level = "WARN", Message = $"{lost} entries are missing here: this reader does not keep up", Timestamp = time.GetUtcNow() };
                yield return entry;
            }
        }
        finally
        {
            lock (_lock)
                _readers.Remove(reader);
        }
    }

    private Reader Enter(bool requests)
    {
        var reader = new Reader(requests);
        lock (_lock)
        {
            foreach (var entry in _last)
                reader.Offer(entry);
            _readers.Add(reader);
        }

        return reader;
    }

    private sealed class Reader
    {
        private readonly Channel<LogEntry> _channel;
        private int _lost;

        public Reader(bool wantsRequests)
        {
            WantsRequests = wantsRequests;
            _channel = Channel.CreateBounded<LogEntry>(
                new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
                _ => Interlocked.Increment(ref _lost));
        }

        public bool WantsRequests { get; }

        public ChannelReader<LogEntry> Entries => _channel.Reader;

        public int TakeLost() => Interlocked.Exchange(ref _lost, 0);

        public void Offer(LogEntry entry) => _channel.Writer.TryWrite(entry);
    }
}
