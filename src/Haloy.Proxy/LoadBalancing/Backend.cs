using System.Net;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Counting;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http2.Backends;

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
    private readonly Ejection _ejection = new(time);
    private readonly IBackendPool?[] _pools = new IBackendPool?[loops];
    private int _retired;
    private SlowStart? _slowStart;

    public BackendKey Key { get; } = key;

    /// <summary>How often its failures are said.</summary>
    public FailurePauses Failures { get; } = new(time);

    /// <summary>Counts its deployment's requests; <see langword="null"/> when it has none.</summary>
    public Meter? Meter { get; set; }

    public IPEndPoint EndPoint { get; } = new(key.Address, key.Port);

    /// <summary>Whether no table in force names it as active.</summary>
    public bool IsRetired => Volatile.Read(ref _retired) != 0;

    public long InFlight => Interlocked.Read(ref _inFlight);

    public bool IsIdle => InFlight == 0 && Interlocked.Read(ref _tunnels) == 0;

    /// <summary>What is under way with it.</summary>
    public long Load => Volatile.Read(ref _inFlight) + Volatile.Read(ref _tunnels);

    /// <summary>Whether it could not be reached when that was last tried.</summary>
    public bool IsEjected => _ejection.IsOn;

    /// <summary>Whether no table with it has been in force yet.</summary>
    public bool IsNew { get; private set; } = true;

    /// <summary>Its name in cookies; <see langword="null"/> before it was needed.</summary>
    public byte[]? Name { get; set; }

    /// <summary>How much of a full share it is to have, of <see cref="SlowStart.Full"/>.</summary>
    public int Share => Volatile.Read(ref _slowStart)?.Share ?? SlowStart.Full;

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

    /// <summary>Its connections on a loop; only that loop asks.</summary>
    public IBackendPool PoolOn(EventLoop loop) =>
        _pools[loop.Index] ??= Key.SpeaksHttp2 ? new Http2Pool(this, loop, time) : new BackendPool(this, loop, time);

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

    /// <inheritdoc cref="Ejection.Begin"/>
    public void Eject(TimeSpan shortest) => _ejection.Begin(shortest);

    /// <inheritdoc cref="Ejection.End"/>
    public void Readmit() => _ejection.End();

    /// <inheritdoc cref="Ejection.Admits"/>
    public bool IsAvailable() => _ejection.Admits();

    /// <summary>Lets its share grow to a full one in this time.</summary>
    public void StartSlowly(TimeSpan duration) => Volatile.Write(ref _slowStart, new SlowStart(time, duration));

    /// <summary>Whether it takes a turn that has come to it.</summary>
    public bool TakesTurn()
    {
        if (Volatile.Read(ref _slowStart) is not { } slowStart)
            return true;
        if (slowStart.Share == SlowStart.Full)
            Volatile.Write(ref _slowStart, null);
        return slowStart.TakesTurn();
    }

    /// <summary>No claim succeeds from now on; idle connections are closed within a second, those in use when their request ends.</summary>
    public void Retire() => Interlocked.Exchange(ref _retired, 1);

    public void Activate()
    {
        IsNew = false;
        Interlocked.Exchange(ref _retired, 0);
    }

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
