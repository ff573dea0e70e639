namespace Haloy.Proxy.LoadBalancing;

/// <summary>The active backends of one route in one table, in the table's order.</summary>
internal sealed class BackendSet(Backend[] backends, RoundRobin turn)
{
    public static BackendSet Empty { get; } = new([], new RoundRobin());

    public int Count => backends.Length;

    /// <summary>
    /// Claims the next backend in turn, leaving out those in <paramref name="tried"/>. One that was put aside is taken only when no
    /// other is left. On <see cref="PickResult.Claimed"/> the caller owes a <see cref="Backend.Leave"/>.
    /// </summary>
    public PickResult TryClaim(List<Backend>? tried, out Backend? backend)
    {
        backend = null;
        if (backends.Length == 0)
            return PickResult.Exhausted;

        var start = backends.Length == 1 ? 0 : (int)(turn.Next() % (uint)backends.Length);
        return TryClaimFrom(start, tried, ejected: false, ref backend) is var result and not PickResult.Exhausted
            ? result
            : TryClaimFrom(start, tried, ejected: true, ref backend);
    }

    private PickResult TryClaimFrom(int start, List<Backend>? tried, bool ejected, ref Backend? backend)
    {
        var sawRetired = false;
        for (var i = 0; i < backends.Length; i++)
        {
            var candidate = backends[(start + i) % backends.Length];
            if (candidate.IsEjected != ejected || tried?.Contains(candidate) == true)
                continue;

            if (candidate.TryEnter())
            {
                backend = candidate;
                return PickResult.Claimed;
            }

            sawRetired = true;
        }

        return sawRetired ? PickResult.TableIsStale : PickResult.Exhausted;
    }
}

/// <summary>How a pick ended.</summary>
internal enum PickResult
{
    /// <summary>A backend is claimed.</summary>
    Claimed,

    /// <summary>Every backend was tried.</summary>
    Exhausted,

    /// <summary>A backend of this table has been retired since: a newer table is in force, decide again by it.</summary>
    TableIsStale,
}
