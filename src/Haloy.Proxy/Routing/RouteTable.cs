using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;
using Haloy.Proxy.Acme;
using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Routing;

/// <summary>An immutable routing table: read without locks, replaced whole.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, RouteEntry>.AlternateLookup<ReadOnlySpan<char>> _byHost;
    private readonly FrozenDictionary<string, RouteEntry>.AlternateLookup<ReadOnlySpan<char>>? _byParent;

    public RouteTable(IReadOnlyDictionary<string, RouteEntry> hosts, BackendSet? api, RoutingSnapshot snapshot)
    {
        _byHost = Lookup(hosts.Where(h => !HostName.IsWildcard(h.Key)));
        // By what follows the star, with its dot.
        if (hosts.Any(h => HostName.IsWildcard(h.Key)))
            _byParent = Lookup(hosts.Where(h => HostName.IsWildcard(h.Key)).Select(h => KeyValuePair.Create(h.Key[1..], h.Value)));
        Api = api;
        ApiDomain = string.IsNullOrEmpty(snapshot.ApiDomain) ? null : snapshot.ApiDomain.ToLowerInvariant();
        Generation = snapshot.Generation;
        RouteCount = snapshot.Routes?.Count ?? 0;
    }

    /// <summary>What there is before any table: it says of no host that it is unknown.</summary>
    public static RouteTable Empty { get; } = new(new Dictionary<string, RouteEntry>(), null, new RoutingSnapshot());

    /// <summary>Whether no table was ever in force.</summary>
    public bool IsNone => ReferenceEquals(this, Empty);

    /// <summary>The daemon's REST API, when the snapshot names it.</summary>
    public BackendSet? Api { get; }

    public string? ApiDomain { get; }

    /// <summary>What certificate authorities are answered.</summary>
    public Challenges Challenges { get; init; } = Challenges.None;

    public long Generation { get; }

    public int RouteCount { get; }

    /// <summary>Finds the route of a canonical host or alias, whatever its case: its own, else that of the wildcard one label above.</summary>
    public bool TryMatch(ReadOnlySpan<char> host, [NotNullWhen(true)] out RouteEntry? route)
    {
        if (_byHost.TryGetValue(host, out route))
            return true;
        var dot = _byParent is null ? -1 : host.IndexOf('.');
        return dot > 0 && _byParent!.Value.TryGetValue(host[dot..], out route);
    }

    private static FrozenDictionary<string, RouteEntry>.AlternateLookup<ReadOnlySpan<char>> Lookup(IEnumerable<KeyValuePair<string, RouteEntry>> hosts) =>
        hosts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public bool IsApiDomain(ReadOnlySpan<char> host) => ApiDomain is not null && host.Equals(ApiDomain, StringComparison.OrdinalIgnoreCase);
}
