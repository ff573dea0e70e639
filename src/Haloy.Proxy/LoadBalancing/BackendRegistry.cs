using System.Collections.Concurrent;
using System.Security.Cryptography;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Counting;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>
/// Every backend and turn counter alive, found again by key when a new table names it. Tables are built and adopted one at a time
/// (<see cref="Control.TableHolder"/> sees to that); only reading is concurrent.
/// </summary>
/// <param name="loops">How many loops have connections to backends.</param>
/// <param name="time">The clock.</param>
/// <param name="names">Names backends in cookies; <see langword="null"/> for names that are good until the program ends.</param>
internal sealed class BackendRegistry(int loops, TimeProvider time, BackendNames? names = null)
{
    private const string Gone = "gone";

    private readonly ConcurrentDictionary<BackendKey, Backend> _backends = new();
    private readonly Dictionary<string, RoundRobin> _turns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names backends in cookies.</summary>
    public BackendNames Names { get; } = names ?? new(() => RandomNumberGenerator.GetBytes(32));

    /// <summary>The counters of routes and deployments, which live by the same rules.</summary>
    public MeterRegistry Meters { get; } = new(loops, time);

    /// <summary>The living object of a backend; new ones stay out of the counters until a table with them is adopted.</summary>
    public Backend Find(BackendKey key)
    {
        var backend = _backends.TryGetValue(key, out var known) ? known : _backends.GetOrAdd(key, new Backend(key, loops, time));
        // Also of one that was known: it may have outlived its counters.
        backend.Meter = key.Deployment is { } id ? Meters.OfDeployment(id) : null;
        return backend;
    }

    public RoundRobin FindTurn(string name)
    {
        if (!_turns.TryGetValue(name, out var turn))
            _turns[name] = turn = new RoundRobin();
        return turn;
    }

    /// <summary>Lets the backends of a coming table be claimed. Must come before the table is published, or its first requests find none.</summary>
    public static void Activate(IEnumerable<Backend> backends)
    {
        foreach (var backend in backends)
            backend.Activate();
    }

    /// <summary>Retires what the table just published does not use. Must come after: until then requests may rightly claim them.</summary>
    public void RetireAllExcept(IReadOnlySet<Backend> active, IReadOnlySet<string> turns)
    {
        foreach (var (_, backend) in _backends)
        {
            if (!active.Contains(backend))
                backend.Retire();
        }

        foreach (var turn in _turns.Keys.Where(t => !turns.Contains(t)).ToList())
            _turns.Remove(turn);
    }

    /// <summary>Counters of the backends in <paramref name="named"/> and of those no longer named that still work; the rest is forgotten.</summary>
    public IReadOnlyList<BackendCounters> Count(IReadOnlyDictionary<BackendKey, string> named)
    {
        var counters = new List<BackendCounters>(named.Count);
        foreach (var (key, backend) in _backends)
        {
            if (named.TryGetValue(key, out var state))
                counters.Add(backend.Count(state));
            else if (!backend.IsIdle)
                counters.Add(backend.Count(Gone));
        }

        return counters;
    }

    /// <summary>Drops backends that no table names and nothing uses.</summary>
    public void Forget(IReadOnlySet<BackendKey> named)
    {
        foreach (var (key, backend) in _backends)
        {
            if (!named.Contains(key) && backend.IsIdle)
                _backends.TryRemove(key, out _);
        }
    }
}
