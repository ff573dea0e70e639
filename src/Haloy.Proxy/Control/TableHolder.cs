using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Routing;

namespace Haloy.Proxy.Control;

/// <summary>Holds the table in force and replaces it. Requests read <see cref="Current"/> once and keep what they got.</summary>
internal sealed class TableHolder(BackendRegistry registry)
{
    private readonly Lock _adopting = new();
    private volatile RouteTable _current = RouteTable.Empty;
    private volatile IReadOnlyDictionary<BackendKey, string> _states = new Dictionary<BackendKey, string>();

    public RouteTable Current => _current;

    /// <summary>Counters of what the table names and of what still works off an earlier one.</summary>
    public IReadOnlyList<BackendCounters> Count() => registry.Count(_states);

    /// <summary>
    /// Puts a valid snapshot in force. The order matters: what the new table may claim is opened before the table is published, what
    /// it must not claim is closed after. A request between the two finds a closed backend in its old table only when the
    /// new one is already there to decide again by. When this returns, nothing retired can be claimed any more.
    /// </summary>
    public void Adopt(RoutingSnapshot snapshot)
    {
        lock (_adopting)
        {
            var builder = new RouteTableBuilder(registry);
            var table = builder.Build(snapshot);
            BackendRegistry.Activate(builder.Active);
            _current = table;
            _states = builder.States;
            registry.RetireAllExcept(builder.Active, builder.Turns);
            registry.Forget(builder.Active.Select(b => b.Key).Concat(builder.States.Keys).ToHashSet());
        }
    }
}
