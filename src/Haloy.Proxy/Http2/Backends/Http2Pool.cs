using System.Runtime.InteropServices;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Http2.Backends;

/// <summary>
/// Connections of one loop to a backend that speaks HTTP/2, and the requests for which none has room yet. Another one is opened when those
/// there are, and those that are coming, are not enough; behind the last that may be opened requests wait in line.
/// </summary>
internal sealed class Http2Pool(Backend backend, EventLoop loop, TimeProvider time) : IBackendPool
{
    private const int MaxConnections = 32;
    private const int UsualStreams = 100;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly List<Http2BackendConnection> _connections = [];
    private readonly LinkedList<Http2BackendStream> _waiting = [];
    private int _streamLimit = UsualStreams;
    private long? _failedAt;

    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>Whether there is a connection that requests are sent by.</summary>
    public bool IsServing => _connections.Exists(c => c is { CanServe: true, IsComing: false });

    private bool CanServe => _connections.Exists(c => c.CanServe);

    public bool IsRetired => backend.IsRetired;

    public IBackendStream? TryTake(Exchange user, bool careful)
    {
        // Nobody is to overtake those who wait.
        if (HasWaiting || FindRoom() is not { } connection)
            return null;
        var stream = new Http2BackendStream(this, user);
        stream.Attach(connection);
        return stream;
    }

    public IBackendStream? Dial(Exchange user)
    {
        var stream = new Http2BackendStream(this, user);
        stream.Waiting = _waiting.AddLast(stream);
        if (TryGrow())
            return stream;
        Forget(stream);
        return null;
    }

    /// <summary>Somebody waits no longer.</summary>
    public void Forget(Http2BackendStream stream)
    {
        if (stream.Waiting is { } place)
            _waiting.Remove(place);
        stream.Waiting = null;
    }

    /// <summary>Gives those who wait what there is.</summary>
    public void Serve()
    {
        while (_waiting.First?.Value is { } stream && FindRoom() is { } connection)
        {
            Forget(stream);
            stream.Attach(connection);
            stream.User?.OnDialled(0);
        }

        if (!TryGrow())
            FailAll(Marshal.GetPInvokeErrorMessage(Libc.Error));
    }

    /// <summary>A connection can be used.</summary>
    public void OnReady(Http2BackendConnection connection) => _streamLimit = Math.Max(1, connection.StreamLimit);

    /// <summary>A connection was not to be had. While there are others, those who wait are served by them.</summary>
    public void OnDialFailed(Http2BackendConnection connection, string reason)
    {
        _connections.Remove(connection);
        _failedAt = loop.Now;
        if (!CanServe)
            FailAll(reason);
    }

    public void Remove(Http2BackendConnection connection) => _connections.Remove(connection);

    /// <summary>A second has passed for a connection; for those who wait the first of them is the clock.</summary>
    public void OnTick(Http2BackendConnection connection, long now)
    {
        if (!HasWaiting || _connections.Count == 0 || _connections[0] != connection)
            return;
        foreach (var stream in _waiting.ToArray())
            stream.User?.OnTick(now);
        // The pause after a failure may be over.
        Serve();
    }

    public bool IsLongerThan(TimeSpan limit, long since, long now) => time.GetElapsedTime(since, now) > limit;

    private Http2BackendConnection? FindRoom()
    {
        foreach (var connection in _connections)
        {
            if (connection.HasRoom)
                return connection;
        }

        return null;
    }

    // False, and Libc.Error, when nobody can be served.
    private bool TryGrow()
    {
        while (_waiting.Count > _streamLimit * Coming() && _connections.Count < MaxConnections && !IsPausing())
        {
            var fd = Tcp.Dial(backend.EndPoint);
            if (fd < 0)
                return _connections.Count > 0;
            var connection = new Http2BackendConnection(loop, fd, this);
            _connections.Add(connection);
            connection.Open();
        }

        return true;
    }

    // While others serve there is time.
    private bool IsPausing() =>
        _failedAt is { } failed && !IsLongerThan(PauseAfterFailure, failed, loop.Now) && CanServe;

    private int Coming()
    {
        var count = 0;
        foreach (var connection in _connections)
            count += connection.IsComing ? 1 : 0;
        return count;
    }

    private void FailAll(string reason)
    {
        foreach (var stream in _waiting.ToArray())
            stream.User?.OnDialFailed(reason);
    }
}
