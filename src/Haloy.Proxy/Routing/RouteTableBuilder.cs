using System.Text;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Acme;
using Haloy.Proxy.Counting;
using Haloy.Proxy.Holding;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Pages;

namespace Haloy.Proxy.Routing;

/// <summary>Makes a table out of a valid snapshot, joining it to the backends that are already alive.</summary>
internal sealed class RouteTableBuilder(BackendRegistry registry)
{
    private readonly Dictionary<string, RouteEntry> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<BackendKey, string> _states = [];
    private readonly HashSet<Backend> _active = [];
    private readonly HashSet<string> _turns = new(StringComparer.OrdinalIgnoreCase);
    private RouteStates _routeStates = new(TimeProvider.System, new HoldCounts());
    private PageShelf _shelf = new(null);

    private readonly HashSet<Meter> _meters = [];

    /// <summary>Counters of what the table names.</summary>
    public HashSet<Meter> Meters => _meters;

    /// <summary>Backends that may be claimed by the table.</summary>
    public IReadOnlySet<Backend> Active => _active;

    /// <summary>Names of the turn counters that the table uses.</summary>
    public IReadOnlySet<string> Turns => _turns;

    /// <summary>Every backend the snapshot names for an app, with its state; active anywhere counts as active.</summary>
    public IReadOnlyDictionary<BackendKey, string> States => _states;

    /// <summary>What certificate authorities are answered.</summary>
    public Challenges Challenges { get; init; } = Challenges.None;

    /// <summary>Builds the table.</summary>
    /// <param name="snapshot">What it is made of.</param>
    /// <param name="states">What the states in it mean now.</param>
    public RouteTable Build(RoutingSnapshot snapshot, RouteStates? states = null)
    {
        _routeStates = states ?? _routeStates;
        _shelf = new PageShelf(snapshot.Pages);
        foreach (var route in snapshot.Routes ?? [])
            Add(route);

        BackendSet? api = null;
        if (snapshot.ApiBackend is { } apiBackend)
        {
            var backend = registry.Find(BackendKey.Of(apiBackend));
            _active.Add(backend);
            api = new BackendSet([backend], new RoundRobin());
        }

        return new RouteTable(_hosts, api, snapshot) { Challenges = Challenges };
    }

    private void Add(SnapshotRoute route)
    {
        var canonical = route.Canonical.ToLowerInvariant();
        var entry = new RouteEntry(canonical, route.PlainHttp, Root(canonical, route), Paths(canonical, route.Paths ?? []));
        _hosts.Add(canonical, entry);
        foreach (var alias in route.Aliases ?? [])
            _hosts.Add(alias.ToLowerInvariant(), entry);
    }

    private RouteTarget? Root(string canonical, SnapshotRoute route)
    {
        var policy = RoutePolicy.Of(route.Policy, _shelf);
        if (route.PathsOnly)
            return policy is null ? null : new RouteTarget([], Strip: false, BackendSet.Empty, RouteAction.NotFound, policy);
        var (action, hold) = _routeStates.Of(canonical, route.State, route.Until, route.Then);
        return new RouteTarget([], Strip: false, Backends(canonical, "", route.Backends, route.Policy?.Balance), action, policy)
        {
            Hold = hold,
            Meter = Named(registry.Meters.OfRoute(canonical, "")),
        };
    }

    private RouteTarget[]? Paths(string canonical, IReadOnlyList<SnapshotPath> paths) => paths.Count == 0
        ? null
        : [.. paths.Select(p => Target(canonical, p)).OrderByDescending(t => t.Prefix.Length)];

    private RouteTarget Target(string canonical, SnapshotPath path)
    {
        var prefix = path.Path.TrimEnd('/');
        var (action, hold) = _routeStates.Of(canonical + prefix, path.State, path.Until, path.Then);
        return new(Encoding.UTF8.GetBytes(prefix), path.Strip, Backends(canonical, prefix, path.Backends, path.Policy?.Balance), action, RoutePolicy.Of(path.Policy, _shelf))
        {
            Hold = hold,
            Meter = Named(registry.Meters.OfRoute(canonical, prefix)),
        };
    }

    private Meter? Named(Meter? meter)
    {
        if (meter is not null)
            _meters.Add(meter);
        return meter;
    }

    private BackendSet Backends(string host, string prefix, IReadOnlyList<SnapshotBackend>? described, SnapshotBalance? balance)
    {
        var (active, weights) = (new List<Backend>(), new List<int>());
        foreach (var backend in described ?? [])
        {
            var key = BackendKey.Of(backend);
            if (backend.State == BackendState.Draining)
            {
                Named(registry.Find(key).Meter);
                _states.TryAdd(key, BackendState.Draining);
                continue;
            }

            _states[key] = BackendState.Active;
            active.Add(registry.Find(key));
            weights.Add(backend.Weight ?? 1);
            Named(active[^1].Meter);
        }

        _active.UnionWith(active);
        return new BackendSetBuilder(registry.Names, TurnOf).Build(host, prefix, [.. active], [.. weights], balance);
    }

    private RoundRobin TurnOf(string name)
    {
        _turns.Add(name);
        return registry.FindTurn(name);
    }
}
