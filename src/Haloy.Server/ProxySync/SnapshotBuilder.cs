using System.Collections.Immutable;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;
using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.ProxySync;

/// <summary>Joins every app's routes into one table. Pure.</summary>
internal static class SnapshotBuilder
{
    /// <summary>
    /// The table, without generation and time. A name that two apps claim stays with the first in <paramref name="routes"/>, which come in order of
    /// ownership: one app's mistake never takes another's route away.
    /// </summary>
    public static RoutingSnapshot Build(IEnumerable<AppRoute> routes, string? apiDomain, SnapshotBackend? apiBackend)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        if (apiDomain is not null)
            taken.Add(apiDomain);

        return new()
        {
            ApiDomain = apiDomain,
            ApiBackend = apiBackend,
            Routes = [.. routes.Select(route => Route(route, taken)).OfType<SnapshotRoute>()],
        };
    }

    private static SnapshotRoute? Route(AppRoute route, HashSet<string> taken)
    {
        var canonical = HostName.Normalize(route.Domain.Domain!);
        if (!taken.Add(canonical))
            return null;

        return new()
        {
            Canonical = canonical,
            Aliases = [.. (route.Domain.Aliases ?? []).Select(HostName.Normalize).Where(taken.Add)],
            PlainHttp = route.PlainHttp,
            State = route.Stopped ? RouteState.Stopped : null,
            Backends = [.. route.Backends.Where(b => b.Container.Address is not null).Select(Backend).DistinctBy(b => (b.Ip, b.Port))],
        };
    }

    private static SnapshotBackend Backend(AppBackend backend) => new()
    {
        Ip = backend.Container.Address!,
        Port = backend.Container.Port,
        Deployment = backend.Container.DeploymentId,
        State = backend.Draining ? BackendState.Draining : null,
    };
}
