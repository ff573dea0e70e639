using System.Collections.Concurrent;
using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Counting;

/// <summary>
/// Every meter there is, found again by name when a new table names it: counters survive a swap. What no table names any more stays readable for
/// <see cref="Memory"/>, so that whoever polls misses nothing, and is then forgotten, as soon as nothing of it has been under way for as long.
/// </summary>
internal sealed class MeterRegistry(int loops, TimeProvider time)
{
    /// <summary>How long counters stay that no table names.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Host, string Path), Meter> _routes = new();
    private readonly ConcurrentDictionary<string, Meter> _deployments = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private volatile HashSet<Meter> _named = [];

    /// <summary>Counts what leads to no app.</summary>
    public Meter Unrouted { get; } = new(loops);

    /// <summary>The meter of a route.</summary>
    public Meter OfRoute(string host, string path) => _routes.TryGetValue((host, path), out var known) ? known : _routes.GetOrAdd((host, path), NewMeter());

    /// <summary>The meter of a deployment.</summary>
    public Meter OfDeployment(string id) => _deployments.TryGetValue(id, out var known) ? known : _deployments.GetOrAdd(id, NewMeter());

    /// <summary>A table is in force that names these meters and no others.</summary>
    public void Keep(HashSet<Meter> named)
    {
        var now = time.GetTimestamp();
        foreach (var meter in _named.Concat(named))
            meter.NamedAt = now;
        _named = named;
        Forget(_routes, now);
        Forget(_deployments, now);
    }

    /// <summary>Everything that is counted; what can be forgotten is.</summary>
    public ProxyCounters Read(long accessLogLost)
    {
        var now = time.GetTimestamp();
        Forget(_routes, now);
        Forget(_deployments, now);
        return new()
        {
            StartedAt = _startedAt,
            LatencyBoundsMs = LatencyBounds.Milliseconds,
            Routes = [.. ReadAll(_routes, (key, traffic) => new RouteCounters { Host = key.Host, Path = key.Path, Traffic = traffic })],
            Deployments = [.. ReadAll(_deployments, (id, traffic) => new DeploymentCounters { Deployment = id, Traffic = traffic })],
            Unrouted = Unrouted.Read() ?? new(),
            AccessLogLost = accessLogLost,
        };
    }

    private Meter NewMeter() => new(loops) { NamedAt = time.GetTimestamp() };

    private static IEnumerable<T> ReadAll<TKey, T>(ConcurrentDictionary<TKey, Meter> meters, Func<TKey, TrafficCounters, T> describe)
        where TKey : notnull
    {
        foreach (var (key, meter) in meters)
        {
            if (meter.Read() is { } traffic)
                yield return describe(key, traffic);
        }
    }

    private void Forget<TKey>(ConcurrentDictionary<TKey, Meter> meters, long now)
        where TKey : notnull
    {
        foreach (var (key, meter) in meters)
        {
            if (_named.Contains(meter) || time.GetElapsedTime(meter.NamedAt, now) < Memory)
                continue;
            if (meter.Read() is null or { InFlight: 0, Tunnels: 0 })
                meters.TryRemove(key, out _);
            else
                meter.NamedAt = now;
        }
    }
}
