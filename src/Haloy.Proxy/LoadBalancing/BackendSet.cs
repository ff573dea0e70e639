namespace Haloy.Proxy.LoadBalancing;

/// <summary>The active backends of one route in one table.</summary>
internal sealed class BackendSet
{
    // So many turns may go by in search of one who is well; weights make it rare, or many.
    private const int MaxDraws = 256;

    // Those that take turns, in the table's order, and behind them those of no weight.
    private readonly Backend[] _backends;
    private readonly int _regular;
    private readonly RoundRobin _turn;
    private readonly RoundRobin _resort = new();
    private readonly bool _byLoad;
    private readonly int[]? _weights;
    private readonly int[]? _order;

    /// <summary>Backends that take turns.</summary>
    public BackendSet(Backend[] backends, RoundRobin turn) => (_backends, _regular, _turn) = (backends, backends.Length, turn);

    /// <param name="backends">The backends.</param>
    /// <param name="weights">What each weighs. One of no weight is for when no other can be reached.</param>
    /// <param name="turn">Whose turn it is.</param>
    /// <param name="byLoad">Whether a request goes to whoever has the fewest under way, for its weight, and by turns only among equals.</param>
    public BackendSet(Backend[] backends, int[] weights, RoundRobin turn, bool byLoad)
    {
        (_turn, _byLoad) = (turn, byLoad);
        int[] regular = [.. Enumerable.Range(0, backends.Length).Where(i => weights[i] > 0)];
        _regular = regular.Length > 0 ? regular.Length : backends.Length;
        _backends = [.. regular.Select(i => backends[i]), .. backends.Where((_, i) => weights[i] == 0)];
        if (WeightedOrder.Of([.. regular.Select(i => weights[i])]) is { } order)
            (_order, _weights) = (order, [.. regular.Select(i => weights[i])]);
    }

    public static BackendSet Empty { get; } = new([], new RoundRobin());

    /// <summary>How visitors come back to where they were; <see langword="null"/> when they need not.</summary>
    public StickyBackends? Sticky { get; init; }

    /// <summary>
    /// Claims the next backend, leaving out those in <paramref name="tried"/>. One that was put aside is taken only when no
    /// other is left. On <see cref="PickResult.Claimed"/> the caller owes a <see cref="Backend.Leave"/>.
    /// </summary>
    public PickResult TryClaim(List<Backend>? tried, out Backend? backend)
    {
        if (TryClaimNext(tried, out backend))
            return PickResult.Claimed;
        if (_backends.Length == 0)
            return PickResult.Exhausted;

        var start = _resort.Next();
        var result = TryClaimFrom(start, 0.._regular, tried, orEjected: false, ref backend);
        if (result == PickResult.Exhausted && _regular < _backends.Length)
            result = TryClaimFrom(start, _regular.., tried, orEjected: false, ref backend);
        return result == PickResult.Exhausted ? TryClaimFrom(start, .., tried, orEjected: true, ref backend) : result;
    }

    /// <summary>Claims whoever is next, if there is one that is thought to be well.</summary>
    public bool TryClaimNext(List<Backend>? tried, out Backend? backend)
    {
        backend = null;
        var next = NextInTurn(tried);
        if (next < 0)
            return false;
        var candidate = _backends[_byLoad ? LeastLoaded(next, tried) : next];
        if (!candidate.TryEnter())
            return false;
        backend = candidate;
        return true;
    }

    // By drawing again rather than by taking the neighbour, what one leaves is shared by all others.
    private int NextInTurn(List<Backend>? tried)
    {
        var reserve = -1;
        var draws = _order is null ? _regular : Math.Min(_order.Length, MaxDraws);
        for (var i = 0; i < (reserve < 0 ? draws : draws * SlowStart.TurnsUntilTaken); i++)
        {
            var index = Draw();
            var candidate = _backends[index];
            if (tried?.Contains(candidate) == true || !candidate.IsAvailable())
                continue;
            if (candidate.TakesTurn())
                return index;
            reserve = index;
        }

        return reserve;
    }

    private int Draw()
    {
        if (_regular == 1)
            return 0;
        var turn = _turn.Next();
        return _order is null ? (int)(turn % (uint)_regular) : _order[turn % (uint)_order.Length];
    }

    private int LeastLoaded(int first, List<Backend>? tried)
    {
        // Put aside, and chosen to find out whether it is back: nobody else would.
        if (_backends[first].IsEjected)
            return first;
        var best = first;
        for (var i = 1; i < _regular; i++)
        {
            var index = (first + i) % _regular;
            var candidate = _backends[index];
            if (!candidate.IsEjected && tried?.Contains(candidate) != true && candidate.Load * CapacityOf(best) < _backends[best].Load * CapacityOf(index))
                best = index;
        }

        return best;
    }

    private long CapacityOf(int index) => (long)_backends[index].Share * (_weights is null ? 1 : _weights[index]);

    private PickResult TryClaimFrom(uint start, Range range, List<Backend>? tried, bool orEjected, ref Backend? backend)
    {
        var sawRetired = false;
        var (offset, count) = range.GetOffsetAndLength(_backends.Length);
        for (var i = 0u; i < count; i++)
        {
            var candidate = _backends[offset + (int)((start + i) % (uint)count)];
            if ((candidate.IsEjected && !orEjected) || tried?.Contains(candidate) == true)
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
