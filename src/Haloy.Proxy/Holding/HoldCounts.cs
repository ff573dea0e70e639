using System.Collections.Concurrent;
using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Holding;

/// <summary>The counts of every route that has held requests, found again by name when a new table holds it. Changed by one thread at a time, read by any.</summary>
internal sealed class HoldCounts
{
    private readonly ConcurrentDictionary<string, HoldCount> _counts = new(StringComparer.OrdinalIgnoreCase);

    public HoldCount Find(string route) => _counts.GetOrAdd(route, static name => new HoldCount(name));

    public bool Has(string route) => !_counts.IsEmpty && _counts.ContainsKey(route);

    /// <summary>Forgets routes that are gone, when nobody waits for them any more.</summary>
    public void Forget(IReadOnlySet<string> routes)
    {
        foreach (var (route, count) in _counts)
        {
            if (!routes.Contains(route) && count.IsIdle)
                _counts.TryRemove(route, out _);
        }
    }

    /// <summary>The counters; <see langword="null"/> when nothing was ever held.</summary>
    public IReadOnlyList<HoldCounters>? Read() => _counts.IsEmpty ? null : [.. _counts.Values.Select(c => c.Read())];
}
