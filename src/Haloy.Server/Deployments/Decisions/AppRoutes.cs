using System.Collections.Immutable;
using Haloy.Contracts.Api;

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
        var oldDomains = world.Current?.Target.Domains ?? cast.Old.FirstOrDefault()?.Container.Domains;
        var newDomains = newServes ? world.Moving!.Target.Domains ?? [] : [];
        var plain = (newServes ? world.Moving : world.Current)?.Target.Tls is { } tls ? tls == "off" : cast.Old.Any(m => m.Container.PlainHttp);

        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var routes = ImmutableArray.CreateBuilder<AppRoute>();
        foreach (var domain in newDomains.Concat(oldDomains ?? []))
        {
            if (domain.Domain is not { } canonical || !taken.Add(canonical))
                continue;
            ImmutableArray<string> aliases = [.. (domain.Aliases ?? []).Where(taken.Add)];
            routes.Add(new(
                domain with { Aliases = aliases },
                plain,
                stopped,
                [.. backends.Where(b => b.Container.Domains.Any(d => Names(d, canonical)))]));
        }

        return routes.ToImmutable();
    }

    // An alias counts too: while canonical and alias change places, both versions serve the name, and neither has to carry all of it.
    private static bool Names(DomainConfig domain, string host) =>
        (domain.Aliases ?? []).Append(domain.Domain).Contains(host, StringComparer.OrdinalIgnoreCase);
}
