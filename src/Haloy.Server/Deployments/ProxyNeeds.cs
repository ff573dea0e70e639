using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Server.Deployments;

/// <summary>
/// Keys of targets that a proxy acts on, with the generation of the first that does. An older one takes the routing table and passes over what it
/// does not know, so what must not be passed over is not deployed behind it.
/// </summary>
internal static class ProxyNeeds
{
    private static readonly (string Name, int Generation, Func<TargetConfig, bool> IsGiven)[] Keys =
    [
        ("routes", 2, t => t.Routes is { Count: > 0 }),
        ("headers", 2, t => t.Headers is { Count: > 0 }),
        ("basic_auth", 2, t => t.BasicAuth is not null),
        ("ip_allow", 2, t => t.IpAllow is not null),
        ("max_body", 2, t => t.MaxBodyBytes is not null),
        ("timeouts", 2, t => t.Timeouts is not null),
        ("compression", 2, t => t.Compression == true),
        ("error_pages", 2, t => t.ErrorPages is { Count: > 0 }),
        ("load_balancing", 2, t => t.LoadBalancing is not null),
        ("protocol", 2, t => t.Protocol is not (null or BackendProtocol.Http1)),
        ("wildcard domains", 2, t => t.Domains?.Any(d => d.Domain is { } domain && HostName.IsWildcard(domain)) == true),
    ];

    /// <summary>The highest generation that any key needs.</summary>
    public static int Highest => Keys.Max(k => k.Generation);

    /// <summary>The keys of a target that a proxy passes over, as the deploy file spells them.</summary>
    /// <param name="target">The target.</param>
    /// <param name="generation">The proxy's; <see langword="null"/> while it has not been heard of, which is no reason to think ill of it.</param>
    public static IReadOnlyList<string> Missing(TargetConfig target, int? generation) =>
        generation is { } known ? [.. Keys.Where(k => k.Generation > known && k.IsGiven(target)).Select(k => k.Name)] : [];
}
