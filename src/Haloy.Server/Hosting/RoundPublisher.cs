using Haloy.Contracts.ProxyControl;
using Haloy.Server.Certificates;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Health;
using Haloy.Server.ProxySync;

namespace Haloy.Server.Hosting;

/// <summary>Hands each round's results on: routes to the proxy, targets to the prober, names to the certificates. Lives on the reconciler's thread.</summary>
internal sealed class RoundPublisher(ProxySyncWorker proxySync, Prober prober, CertificateWorker? certificates, string? apiDomain) : IRoundObserver
{
    private RoutingSnapshot? _offered;
    private string? _offeredHash;
    private long _generation;

    /// <summary>Where the proxy finds the REST API.</summary>
    public SnapshotBackend? ApiBackend { get; set; }

    /// <summary>Numbers tables after the last one of the daemon before this one.</summary>
    public void StartAfter(long generation) => _generation = generation;

    public World OnRound(World world, IReadOnlyDictionary<string, Decision> decisions)
    {
        prober.Want(decisions.Values.SelectMany(d => d.Probes));
        certificates?.Want(WantedCertificate.AllOf(world, apiDomain));

        var snapshot = SnapshotBuilder.Build(RouteOwnership.InOrder(world, decisions), apiDomain, ApiBackend);
        var hash = SnapshotHash.Of(snapshot);
        if (hash == _offeredHash)
            return world;

        (_offered, _offeredHash) = (snapshot with { Generation = ++_generation }, hash);
        proxySync.Offer(_offered);
        return Heard(world, world.Routing);
    }

    /// <summary>The world with what the proxy has in force, and what was offered to it on top.</summary>
    public World Heard(World world, RoutingState routing) => world with { Routing = routing.WithSent(OfferedBackends()) };

    private IEnumerable<(string, string?, bool)> OfferedBackends() => (_offered?.Routes ?? [])
        .SelectMany(r => r.Backends ?? [])
        .Select(b => (RoutingState.Key(b.Ip, b.Port), b.Deployment, b.State == BackendState.Draining));
}
