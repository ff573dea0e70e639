using System.Collections.Immutable;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;
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
        certificates?.Want(WantedNames(world));

        var snapshot = SnapshotBuilder.Build(InOrderOfOwnership(world, decisions), apiDomain, ApiBackend);
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

    // Apps with a recorded deployment hold their names against those that only have labels; among these the oldest container wins.
    private static IEnumerable<AppRoute> InOrderOfOwnership(World world, IReadOnlyDictionary<string, Decision> decisions) => world.Apps.Values
        .OrderBy(app => app.Current is null && app.Moving is null)
        .ThenBy(app => app.Containers.IsEmpty ? DateTimeOffset.MaxValue : app.Containers.Min(c => c.CreatedAt))
        .ThenBy(app => app.App, StringComparer.Ordinal)
        .SelectMany(app => decisions[app.App].Routes);

    private ImmutableArray<WantedCertificate> WantedNames(World world)
    {
        var wanted = new SortedDictionary<string, WantedCertificate>(StringComparer.Ordinal);
        if (apiDomain is not null)
            wanted[apiDomain] = new(apiDomain, []);
        foreach (var domain in world.Apps.Values.SelectMany(World.Domains))
        {
            var canonical = HostName.Normalize(domain.Domain!);
            wanted.TryAdd(canonical, new(canonical, [.. (domain.Aliases ?? []).Select(HostName.Normalize).Order(StringComparer.Ordinal)]));
        }

        return [.. wanted.Values];
    }
}
