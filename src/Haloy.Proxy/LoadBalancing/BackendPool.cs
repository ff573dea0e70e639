using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>
/// Idle connections of one backend on one loop, last in first out: the warmest is used again and the surplus grows old and is closed.
/// A connection that is closed or says something while idle leaves by itself, so whatever is in here can be used.
/// </summary>
internal sealed class BackendPool(Backend backend, EventLoop loop, TimeProvider time) : IBackendPool
{
    private const int MaxIdle = 256;
    private static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(60);

    private readonly List<BackendConnection> _idle = [];

    /// <summary>Takes the connection used last.</summary>
    public IBackendStream? TryTake(Exchange user, bool careful)
    {
        while (_idle.Count > 0)
        {
            var last = _idle[^1];
            if (!careful || last.IsQuiet)
            {
                _idle.RemoveAt(_idle.Count - 1);
                last.User = user;
                return last;
            }

            last.Close();
        }

        return null;
    }

    public IBackendStream? Dial(Exchange user)
    {
        var fd = Tcp.Dial(backend.EndPoint);
        if (fd < 0)
            return null;
        var connection = new BackendConnection(loop, fd, this) { User = user };
        connection.Open();
        return connection;
    }

    /// <summary>Takes back a connection whose last exchange ended cleanly.</summary>
    public void Return(BackendConnection connection)
    {
        connection.User = null;
        connection.WasUsed = true;
        connection.IdleSince = loop.Now;
        if (backend.IsRetired || _idle.Count >= MaxIdle)
            connection.Close();
        else
            _idle.Add(connection);
    }

    /// <summary>Forgets a connection that was closed.</summary>
    public void Remove(BackendConnection connection)
    {
        if (connection.User is null)
            _idle.Remove(connection);
    }

    /// <summary>Closes an idle connection that nobody is going to use.</summary>
    public void CloseIfOld(BackendConnection connection, long now)
    {
        if (backend.IsRetired || time.GetElapsedTime(connection.IdleSince, now) > MaxIdleTime)
            connection.Close();
    }
}
