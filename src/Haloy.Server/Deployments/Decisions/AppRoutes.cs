using System.Collections.Immutable;
using Haloy.Contracts.Policies;
using Haloy.Server.Discovery;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>
/// The routes of an app from the containers in rotation. While two versions serve, a domain goes to the containers that name it;
/// where they disagree about a name (canonical here, alias there) the newer version decides as soon as it serves.
/// </summary>
internal static class AppRoutes
{
    public static ImmutableArray<AppRoute> Of(AppWorld world, Cast cast, IEnumerable<AppBackend> rotation, bool stopped = false)
    {
        var backends = rotation.ToImmutableArray();
        var newServes = backends.Any(b => !b.Draining && b.Container.DeploymentId == world.Moving?.Id);
        var plain = (newServes ? world.Moving : world.Current)?.Target.Tls is { } tls ? tls == "off" : cast.Old.Any(m => m.Container.PlainHttp);
        // Each claim keeps the policy of the version that makes it: what only the old one serves stays as closed as it was.
        var claims = (newServes ? RouteClaim.Of(world.Moving!.Target) : []).Select(c => (Claim: c, Policy: PolicyOf(cast.New), Pages: world.Moving!.Target.ErrorPages))
            .Concat(OldClaims(world, cast).Select(c => (Claim: c, Policy: PolicyOf(cast.Old), Pages: world.Current?.Target.ErrorPages)));

        var register = new ClaimRegister();
        var routes = ImmutableArray.CreateBuilder<AppRoute>();
        foreach (var (claim, policy, pages) in claims)
        {
            if (register.Take(claim) is { } taken)
                routes.Add(new(taken, plain, stopped, [.. backends.Where(b => Claims(b.Container, taken))]) { Policy = policy, ErrorPages = pages });
        }

        return routes.ToImmutable();
    }

    private static IReadOnlyList<RouteClaim> OldClaims(AppWorld world, Cast cast) => world.Current is { } current
        ? RouteClaim.Of(current.Target)
        : cast.Old.FirstOrDefault()?.Container is { } container ? RouteClaim.Of(container.Domains, container.Routes) : [];

    private static SnapshotPolicy? PolicyOf(ImmutableArray<Member> members) => members.FirstOrDefault()?.Container.Policy;

    // An alias counts too: while canonical and alias change places, both versions serve the name, and neither has to carry all of it.
    private static bool Claims(ObservedContainer container, RouteClaim claim) =>
        RouteClaim.Of(container.Domains, container.Routes).Any(c => c.Path == claim.Path && c.Hosts.Contains(claim.Host, StringComparer.Ordinal));
}
