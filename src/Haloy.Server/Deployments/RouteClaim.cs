using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Server.Deployments;

/// <summary>Something an app wants visitors to reach it by.</summary>
/// <param name="Host">The host, normalized.</param>
/// <param name="Aliases">Hosts that redirect to it, normalized.</param>
/// <param name="Path">Path prefix without slash at its end; empty for everything on the host that is no other app's.</param>
/// <param name="Strip">Whether the app does not see the prefix.</param>
internal sealed record RouteClaim(string Host, IReadOnlyList<string> Aliases, string Path, bool Strip)
{
    /// <summary>Host and aliases.</summary>
    public IEnumerable<string> Hosts => Aliases.Prepend(Host);

    /// <summary>What a target asks for.</summary>
    public static IReadOnlyList<RouteClaim> Of(TargetConfig target) => Of(target.Domains ?? [], target.Routes ?? []);

    /// <summary>What follows from domains and routes: with routes, nothing but these leads to the app.</summary>
    public static IReadOnlyList<RouteClaim> Of(IReadOnlyList<DomainConfig> domains, IReadOnlyList<RouteConfig> routes) => routes.Count == 0
        ? [.. domains.Select(d => On(d, "", strip: false))]
        : [.. routes.SelectMany(r => DomainsOf(r, domains).Select(d => On(d, Encoded(r.Path!.TrimEnd('/')), r.Strip == true)))];

    /// <summary>What two apps cannot both have of this and <paramref name="other"/>: an alias is taken whole, a host path by path.</summary>
    public string? ClashWith(RouteClaim other)
    {
        if (Host == other.Host && Path == other.Path)
            return ToString();
        return Aliases.FirstOrDefault(a => other.Hosts.Contains(a, StringComparer.Ordinal))
            ?? (other.Aliases.Contains(Host, StringComparer.Ordinal) ? Host : null);
    }

    /// <summary>As it stands in an address.</summary>
    public override string ToString() => Host + Path;

    private static IEnumerable<DomainConfig> DomainsOf(RouteConfig route, IReadOnlyList<DomainConfig> domains)
    {
        if (string.IsNullOrEmpty(route.Host))
            return domains;
        var host = HostName.Normalize(route.Host);
        return [domains.FirstOrDefault(d => HostName.Normalize(d.Domain!) == host) ?? new DomainConfig { Domain = host }];
    }

    private static RouteClaim On(DomainConfig domain, string path, bool strip) =>
        new(HostName.Normalize(domain.Domain!), [.. (domain.Aliases ?? []).Select(HostName.Normalize)], path, strip);

    // As clients send it (RFC 3986 §2.5): the proxy compares what was sent.
    private static string Encoded(string path) => path.All(char.IsAscii)
        ? path
        : string.Concat(path.EnumerateRunes().Select(r => r.IsAscii ? r.ToString() : Uri.EscapeDataString(r.ToString())));
}
