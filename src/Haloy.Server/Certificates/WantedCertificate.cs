using System.Collections.Immutable;
using Haloy.Core;
using Haloy.Server.Deployments;

namespace Haloy.Server.Certificates;

/// <summary>The names one certificate has to hold.</summary>
/// <param name="Canonical">Its file name and common name.</param>
/// <param name="Aliases">The other names.</param>
internal sealed record WantedCertificate(string Canonical, ImmutableArray<string> Aliases)
{
    public IReadOnlyList<string> Hosts => [Canonical, .. Aliases];

    /// <summary>One for every domain of <paramref name="world"/> and one for the API, by name; whatever order the world was heard in.</summary>
    public static ImmutableArray<WantedCertificate> AllOf(World world, string? apiDomain)
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
