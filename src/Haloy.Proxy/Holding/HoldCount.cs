using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Holding;

/// <summary>Counts the requests that one route holds; one object for all tables that hold it. Any thread may ask, the loops count.</summary>
internal sealed class HoldCount(string route)
{
    private long _held;
    private long _total;
    private long _released;
    private long _expired;
    private long _refused;

    /// <summary>Whether nobody waits.</summary>
    public bool IsIdle => Interlocked.Read(ref _held) == 0;

    /// <summary>One more waits, unless there are <paramref name="most"/> already.</summary>
    public bool TryEnter(int most)
    {
        if (Interlocked.Increment(ref _held) > most)
        {
            Interlocked.Decrement(ref _held);
            return false;
        }

        Interlocked.Increment(ref _total);
        return true;
    }

    /// <summary>One that waited for this route goes on waiting for <paramref name="other"/>.</summary>
    public void Pass(HoldCount other)
    {
        if (other == this)
            return;
        Interlocked.Decrement(ref _held);
        Interlocked.Increment(ref other._held);
        Interlocked.Increment(ref other._total);
    }

    /// <summary>One waits no more.</summary>
    public void Leave() => Interlocked.Decrement(ref _held);

    /// <summary>One went on because a table said so.</summary>
    public void Release() => Interlocked.Increment(ref _released);

    /// <summary>One went on because its time was over.</summary>
    public void Expire() => Interlocked.Increment(ref _expired);

    /// <summary>One was asked to come again.</summary>
    public void Refuse() => Interlocked.Increment(ref _refused);

    public HoldCounters Read() => new()
    {
        Route = route,
        Held = Interlocked.Read(ref _held),
        Total = Interlocked.Read(ref _total),
        Released = Interlocked.Read(ref _released),
        Expired = Interlocked.Read(ref _expired),
        Refused = Interlocked.Read(ref _refused),
    };
}
