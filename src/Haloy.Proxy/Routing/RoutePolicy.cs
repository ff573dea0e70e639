using Haloy.Contracts.Policies;
using Haloy.Core;
using Haloy.Proxy.Access;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Pages;

namespace Haloy.Proxy.Routing;

/// <summary>What holds for the requests of a route beyond where they go. Routes without anything of it have none.</summary>
internal sealed class RoutePolicy
{
    private readonly SnapshotPolicy _policy;
    private readonly RoutePolicy? _overHttp;
    private ForwardOptions? _options;

    private RoutePolicy(SnapshotPolicy policy, OwnPages? pages)
    {
        (_policy, Pages) = (policy, pages);
        if (policy.IpAllow is { } networks)
            IpAllow = new IpAllowList(networks);
        if (policy.BasicAuth is { } users)
            BasicAuth = new BasicAuth(users.ToDictionary(u => u.Username, u => new PasswordHash(u.Salt, u.Iterations, u.Hash), StringComparer.Ordinal));
        Fields = policy.Headers is { Count: > 0 } headers ? new ResponseFields(headers) : null;
        if (policy.Headers?.Keys.Any(IsForHttpsOnly) == true)
            _overHttp = new RoutePolicy(policy with { Headers = policy.Headers.Where(h => !IsForHttpsOnly(h.Key)).ToDictionary() }, pages);
    }

    /// <summary>Who may visit by address; <see langword="null"/> = everybody.</summary>
    public IpAllowList? IpAllow { get; }

    /// <summary>Who may visit by name; <see langword="null"/> = everybody.</summary>
    public BasicAuth? BasicAuth { get; }

    /// <summary>Fields of every answer.</summary>
    public ResponseFields? Fields { get; }

    /// <summary>Pages in place of the proxy's; <see langword="null"/> = none.</summary>
    public OwnPages? Pages { get; }

    /// <summary>The same for requests that are not encrypted.</summary>
    public RoutePolicy OverHttp => _overHttp ?? this;

    /// <summary>Longest request body; <see langword="null"/> = any.</summary>
    public long? MaxBody => _policy.MaxBodyBytes;

    /// <summary>The policy that has passed <see cref="PolicyRules"/>; <see langword="null"/> when there is nothing in it.</summary>
    public static RoutePolicy? Of(SnapshotPolicy? policy, PageShelf shelf) =>
        policy is null || policy with { Balance = null } == new SnapshotPolicy() ? null : new RoutePolicy(policy, shelf.Of(policy.ErrorPages));

    /// <summary>The way to a backend under it.</summary>
    public ForwardOptions Over(ForwardOptions usual) => _options ??= usual with
    {
        DialTimeout = Seconds(_policy.ConnectSeconds) ?? usual.DialTimeout,
        ResponseHeadTimeout = Seconds(_policy.ResponseHeaderSeconds) ?? usual.ResponseHeadTimeout,
        IdleTimeout = Seconds(_policy.IdleSeconds) ?? usual.IdleTimeout,
        MaxBody = MaxBody ?? usual.MaxBody,
        Fields = Fields,
        Pages = Pages,
        Compress = _policy.Compression == true,
    };

    // Whoever can change an answer could say it as well, so it means nothing there and must not be said (RFC 6797 §7.2).
    private static bool IsForHttpsOnly(string field) => field.Equals("Strict-Transport-Security", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Seconds(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
