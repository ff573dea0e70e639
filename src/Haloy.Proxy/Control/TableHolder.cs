using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Holding;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Routing;

namespace Haloy.Proxy.Control;

/// <summary>Holds the table in force and replaces it. Requests read <see cref="Current"/> once and keep what they got.</summary>
internal sealed class TableHolder : IDisposable
{
    // Timers cannot be set for longer than some weeks.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly BackendRegistry _registry;
    private readonly TimeProvider _time;
    private readonly HoldCounts _holds = new();
    private readonly ITimer _change;
    private readonly Lock _adopting = new();
    private volatile RouteTable _current = RouteTable.Empty;
    private volatile IReadOnlyDictionary<BackendKey, string> _states = new Dictionary<BackendKey, string>();
    private RoutingSnapshot _snapshot = new();
    private RouteStates _routeStates;

    public TableHolder(BackendRegistry registry, TimeProvider time)
    {
        (_registry, _time) = (registry, time);
        _routeStates = new RouteStates(time, _holds);
        _change = time.CreateTimer(_ => Refresh(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Another table is in force: told on whatever thread brought it.</summary>
    public event Action? Adopted;

    public RouteTable Current => _current;

    /// <summary>Counters of what the table names and of what still works off an earlier one.</summary>
    public IReadOnlyList<BackendCounters> Count() => _registry.Count(_states);

    /// <summary>Counters of the requests that were held.</summary>
    public IReadOnlyList<HoldCounters>? CountHolds() => _holds.Read();

    /// <summary>Counters of routes and deployments.</summary>
    public ProxyCounters Counters(long accessLogLost) => _registry.Meters.Read(accessLogLost);

    /// <summary>Puts a valid snapshot in force, and again whenever a state in it ends.</summary>
    public void Adopt(RoutingSnapshot snapshot)
    {
        lock (_adopting)
        {
            (_snapshot, _routeStates) = (snapshot, new RouteStates(_time, _holds));
            Apply();
        }
    }

    public void Dispose() => _change.Dispose();

    private void Refresh()
    {
        lock (_adopting)
        {
            _routeStates = _routeStates.Later();
            Apply();
        }
    }

    /// <summary>
    /// The order matters: what the new table may claim is opened before the table is published, what
    /// it must not claim is closed after. A request between the two finds a closed backend in its old table only when the
    /// new one is already there to decide again by. When this returns, nothing retired can be claimed any more.
    /// </summary>
    private void Apply()
    {
        var builder = new RouteTableBuilder(_registry) { Challenges = _current.Challenges.Next(_snapshot, _time.GetUtcNow()) };
        var table = builder.Build(_snapshot, _routeStates);
        BackendRegistry.Activate(builder.Active);
        _current = table;
        _states = builder.States;
        _registry.RetireAllExcept(builder.Active, builder.Turns);
        _registry.Meters.Keep(builder.Meters);
        _registry.Forget(builder.Active.Select(b => b.Key).Concat(builder.States.Keys).ToHashSet());
        _holds.Forget(_routeStates.Counted);
        _change.Change(NextRefresh(), Timeout.InfiniteTimeSpan);
        Adopted?.Invoke();
    }

    // Rounded up: a timer that comes a moment early finds nothing ended.
    private TimeSpan NextRefresh() => _routeStates.NextChange is not { } left ? Timeout.InfiniteTimeSpan
        : left < LongestWait ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds))
        : LongestWait;
}
