using System.Net;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.EventLoops;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>
/// The living side of one backend: connections and counters. One object per key, shared by all route tables that name it, so that
/// what it counted survives a swap and "draining with nothing in flight" is said about every request there is.
/// </summary>
internal sealed class Backend(BackendKey key, int loops, TimeProvider time)
{
    private long _inFlight;
    private long _tunnels;
    private long _served;
    private long _failed;
    private long _ejectedUntil;
    private readonly BackendPool?[] _pools = new BackendPool?[loops];
    private int _retired;

    public BackendKey Key { get; } = key;

    public IPEndPoint EndPoint { get; } = new(key.Address, key.Port);

    /// <summary>Whether no table in force names it as active.</summary>
    public bool IsRetired => Volatile.Read(ref _retired) != 0;

    public long InFlight => Interlocked.Read(ref _inFlight);

    public bool IsIdle => InFlight == 0 && Interlocked.Read(ref _tunnels) == 0;

    /// <summary>Whether a failed dial put it aside for a moment.</summary>
    public bool IsEjected => Volatile.Read(ref _ejectedUntil) is var until && until != 0 && time.GetTimestamp() < until;

    /// <summary>
    /// Claims the backend for one request; every <see langword="true"/> is followed by one <see cref="Leave"/>.
    /// The count goes up before the flag is read, and <see cref="Retire"/> sets the flag before anyone reads the count, both with a
    /// full fence: either this request sees the flag and goes elsewhere, or the reader of the count sees this request.
    /// Checking the flag first would leave a moment in which a drained backend is still given a request.
    /// </summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _inFlight);
        if (Volatile.Read(ref _retired) == 0)
            return true;

        Interlocked.Decrement(ref _inFlight);
        return false;
    }

    /// <summary>Its idle connections on a loop; only that loop asks.</summary>
    public BackendPool PoolOn(EventLoop loop) => _pools[loop.Index] ??= new BackendPool(this, loop, time);

    /// <summary>Ends a claim.</summary>
    /// <param name="served">Whether the backend's response was complete; <see langword="null"/> when no request of this claim was sent.</param>
    public void Leave(bool? served)
    {
        if (served is { } complete)
            Interlocked.Increment(ref complete ? ref _served : ref _failed);
        Interlocked.Decrement(ref _inFlight);
    }

    /// <summary>Turns a claim into a tunnel: it is counted in one of the two at every moment.</summary>
    public void OpenTunnel()
    {
        Interlocked.Increment(ref _tunnels);
        Leave(served: true);
    }

    public void CloseTunnel() => Interlocked.Decrement(ref _tunnels);

    public void Eject(TimeSpan duration) =>
        Volatile.Write(ref _ejectedUntil, time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency));

    public void Readmit()
    {
        if (Volatile.Read(ref _ejectedUntil) != 0)
            Volatile.Write(ref _ejectedUntil, 0);
    }

    /// <summary>No claim succeeds from now on; idle connections are closed within a second, those in use when their request ends.</summary>
    public void Retire() => Interlocked.Exchange(ref _retired, 1);

    public void Activate() => Interlocked.Exchange(ref _retired, 0);

    public BackendCounters Count(string state) => new()
    {
        Ip = Key.Address.ToString(),
        Port = Key.Port.ToString(),
        State = state,
        InFlight = InFlight,
        Tunnels = Interlocked.Read(ref _tunnels),
        Served = Interlocked.Read(ref _served),
        Failed = Interlocked.Read(ref _failed),
    };
}
