using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Routing;

/// <summary>An immutable routing table: read without locks, replaced whole.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, RouteEntry>.AlternateLookup<ReadOnlySpan<char>> _byHost;

    public RouteTable(IReadOnlyDictionary<string, RouteEntry> hosts, BackendSet? api, RoutingSnapshot snapshot)
    {
        _byHost = hosts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        Api = api;
        ApiDomain = string.IsNullOrEmpty(snapshot.ApiDomain) ? null : snapshot.ApiDomain.ToLowerInvariant();
        Generation = snapshot.Generation;
        RouteCount = snapshot.Routes?.Count ?? 0;
    }

    public static RouteTable Empty { get; } = new(new Dictionary<string, RouteEntry>(), null, new RoutingSnapshot());

    /// <summary>The daemon's REST API, when the snapshot names it.</summary>
    public BackendSet? Api { get; }

    public string? ApiDomain { get; }

    public long Generation { get; }

    public int RouteCount { get; }

    /// <summary>Finds the route of a canonical host or alias, whatever its case.</summary>
    public bool TryMatch(ReadOnlySpan<char> host, [NotNullWhen(true)] out RouteEntry? route) => _byHost.TryGetValue(host, out route);

    public bool IsApiDomain(ReadOnlySpan<char> host) => ApiDomain is not null && host.Equals(ApiDomain, StringComparison.OrdinalIgnoreCase);
}
