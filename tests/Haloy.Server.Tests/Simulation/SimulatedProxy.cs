using Haloy.Contracts.ProxyControl;
using Haloy.Server.ProxySync;

namespace Haloy.Server.Tests.Simulation;

/// <summary>A proxy that keeps the rules of the control API, with requests in flight that last as long as they like.</summary>
internal sealed class SimulatedProxy(SimulationContext context, Random random) : IProxyControl
{
    private readonly Dictionary<string, long> _inFlight = [];
    private readonly Dictionary<string, DateTimeOffset> _drainingSince = [];

    /// <summary>The table in force; like the real one it outlives the daemon.</summary>
    public RoutingSnapshot? Table { get; private set; }

    public bool Reachable { get; set; } = true;

    /// <summary>Called with each table that comes into force.</summary>
    public Action<RoutingSnapshot> OnApplied { get; set; } = _ => { };

    public IEnumerable<(SnapshotRoute Route, SnapshotBackend Backend)> Active =>
        from route in Table?.Routes ?? []
        from backend in route.Backends ?? []
        where backend.State != BackendState.Draining
        select (route, backend);

    public long InFlight(string key) => _inFlight.GetValueOrDefault(key);

    public DateTimeOffset? DrainingSince(string key) => _drainingSince.TryGetValue(key, out var since) ? since : null;

    public void Begin(string key) => _inFlight[key] = InFlight(key) + 1;

    public void End(string key) => _inFlight[key] = Math.Max(0, InFlight(key) - 1);

    /// <summary>The container behind the address is gone, and with it its requests.</summary>
    public void Cut(string key) => _inFlight.Remove(key);

    public async Task<ProxyStatus> StatusAsync(CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        var status = Status();
        await TravelAsync(cancellationToken);
        return status;
    }

    public async Task PushAsync(RoutingSnapshot snapshot, CancellationToken cancellationToken)
    {
        await TravelAsync(cancellationToken);
        if (snapshot.Generation < (Table?.Generation ?? 0))
            throw new SnapshotRefusedException($"generation {snapshot.Generation} is older than {Table!.Generation}");
        Table = snapshot;
        foreach (var backend in (snapshot.Routes ?? []).SelectMany(r => r.Backends ?? []))
        {
            var key = $"{backend.Ip}:{backend.Port}";
            if (backend.State == BackendState.Draining)
                _drainingSince.TryAdd(key, context.Now);
            else
                _drainingSince.Remove(key);
        }

        OnApplied(snapshot);
        await TravelAsync(cancellationToken);
    }

    public Task ReloadCertificatesAsync(CancellationToken cancellationToken) => TravelAsync(cancellationToken);

    private ProxyStatus Status()
    {
        var inTable = (Table?.Routes ?? []).SelectMany(r => r.Backends ?? []).DistinctBy(b => (b.Ip, b.Port)).ToDictionary(b => $"{b.Ip}:{b.Port}");
        return new()
        {
            Generation = ProxyStatus.CurrentGeneration,
            SchemaVersion = 1,
            ConfigHash = Table is null ? null : SnapshotHash.Of(Table),
            SnapshotGeneration = Table?.Generation ?? 0,
            Backends = [.. inTable.Keys.Union(_inFlight.Where(f => f.Value > 0).Select(f => f.Key)).Select(key => new BackendCounters
            {
                Ip = key.Split(':')[0],
                Port = key.Split(':')[1],
                State = inTable.TryGetValue(key, out var backend) ? backend.State ?? BackendState.Active : "gone",
                InFlight = InFlight(key),
            })],
        };
    }

    private async Task TravelAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 5)), context.Clock, cancellationToken);
        if (!Reachable)
            throw new ProxyUnreachableException("simulated", new IOException("no proxy"));
    }
}
