namespace Haloy.Proxy.Forwarding;

/// <summary>
/// Idle connections of one backend, last in first out: the warmest is used again and the surplus grows old and is closed.
/// It also knows the connections in use, so that one sweep a second enforces every deadline instead of a timer per request.
/// </summary>
internal sealed class ConnectionPool(TimeProvider time)
{
    private const int MaxIdle = 512;
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxStall = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<BackendConnection> _idle = [];
    private readonly HashSet<BackendConnection> _all = [];
    private bool _disabled;

    public int IdleCount
    {
        get
        {
            lock (_lock)
                return _idle.Count;
        }
    }

    /// <summary>Takes the connection used last that is still quiet; dead ones met on the way are closed.</summary>
    public BackendConnection? TryTake()
    {
        while (Pop() is { } connection)
        {
            if (connection.IsQuiet)
                return connection;
            Discard(connection);
        }

        return null;
    }

    /// <summary>Puts a newly dialled connection under the sweep.</summary>
    public void Add(BackendConnection connection)
    {
        lock (_lock)
            _all.Add(connection);
    }

    /// <summary>Takes back a connection whose last exchange ended cleanly.</summary>
    public void Return(BackendConnection connection)
    {
        connection.ReleaseBuffer();
        connection.IdleSince = time.GetTimestamp();
        connection.WasUsed = true;
        lock (_lock)
        {
            if (!_disabled && _idle.Count < MaxIdle)
            {
                _idle.Add(connection);
                return;
            }
        }

        Discard(connection);
    }

    /// <summary>Closes a connection that must not be used again.</summary>
    public void Discard(BackendConnection connection)
    {
        lock (_lock)
            _all.Remove(connection);
        connection.Dispose();
    }

    /// <summary>Closes what is idle and, from now on, whatever is returned.</summary>
    public void Disable()
    {
        BackendConnection[] idle;
        lock (_lock)
        {
            _disabled = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var connection in idle)
            Discard(connection);
    }

    public void Enable()
    {
        lock (_lock)
            _disabled = false;
    }

    public void Sweep()
    {
        var now = time.GetTimestamp();
        var stall = (long)(MaxStall.TotalSeconds * time.TimestampFrequency);
        BackendConnection[] all;
        List<BackendConnection> old;
        lock (_lock)
        {
            all = [.. _all];
            old = _idle.FindAll(c => time.GetElapsedTime(c.IdleSince, now) > MaxIdleTime);
            _idle.RemoveAll(old.Contains);
        }

        foreach (var connection in all)
        {
            connection.AbortIfOverdue(now);
            connection.CutIfStalled(now, stall);
        }

        foreach (var connection in old)
            Discard(connection);
    }

    private BackendConnection? Pop()
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
                return null;
            var last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }
}
