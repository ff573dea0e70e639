using System.Collections.Immutable;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Deployments;
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
        var register = new ClaimRegister();
        if (apiDomain is not null)
            register.Reserve(apiDomain);
        AppRoute[] taken = [.. routes.Select(r => register.Take(r.Claim) is { } claim ? r with { Claim = claim } : null).OfType<AppRoute>()];

        return new()
        {
            ApiDomain = apiDomain,
            ApiBackend = apiBackend,
            Routes = [.. taken.GroupBy(r => r.Claim.Host, StringComparer.Ordinal).Select(h => Route(h.Key, [.. h]))],
            Pages = SnapshotPages.Of(taken),
        };
    }

    private static SnapshotRoute Route(string host, ImmutableArray<AppRoute> routes)
    {
        var root = routes.FirstOrDefault(r => r.Claim.Path.Length == 0);
        var paths = routes.Where(r => r.Claim.Path.Length > 0).Select(Path).ToArray();
        return new()
        {
            Canonical = host,
            Aliases = [.. routes.SelectMany(r => r.Claim.Aliases)],
            PlainHttp = (root ?? routes[0]).PlainHttp,
            State = State(root),
            Backends = Backends(root),
            Policy = root is null ? SnapshotPages.PolicyOf(routes) : SnapshotPages.PolicyOf(root),
            Paths = paths.Length == 0 ? null : paths,
            PathsOnly = root is null,
        };
    }

    private static SnapshotPath Path(AppRoute route) => new()
    {
        Path = route.Claim.Path,
        Strip = route.Claim.Strip,
        Backends = Backends(route),
        State = State(route),
        Policy = SnapshotPages.PolicyOf(route),
    };

    private static string? State(AppRoute? route) => route?.Stopped == true ? RouteState.Stopped : null;

    private static SnapshotBackend[] Backends(AppRoute? route) =>
        [.. (route?.Backends ?? []).Where(b => b.Container.Address is not null).Select(Backend).DistinctBy(b => (b.Ip, b.Port))];

    private static SnapshotBackend Backend(AppBackend backend) => new()
    {
        Ip = backend.Container.Address!,
        Port = backend.Container.Port,
        Deployment = backend.Container.DeploymentId,
        State = backend.Draining ? BackendState.Draining : null,
        Protocol = backend.Container.Protocol,
    };
}
