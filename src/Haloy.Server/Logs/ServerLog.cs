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

    private readonly Lock _lock = new();
    private readonly Queue<LogEntry> _last = new();
    private readonly List<ServerLogReader> _readers = [];

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

    /// <summary>Lets somebody read, from the last entries on, until it is disposed.</summary>
    public ServerLogReader Enter(bool requests)
    {
        var reader = new ServerLogReader(requests, Leave, time);
        lock (_lock)
        {
            foreach (var entry in _last)
                reader.Offer(entry);
            _readers.Add(reader);
        }

        return reader;
    }

    private void Leave(ServerLogReader reader)
    {
        lock (_lock)
            _readers.Remove(reader);
    }
}
