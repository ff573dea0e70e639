using Haloy.Contracts.Policies;
using System.Text.Json.Serialization;

namespace Haloy.Contracts.ProxyControl;

/// <summary>The complete routing table: the whole truth for the proxy (spec/server §6.9). Unknown fields are ignored by readers.</summary>
public sealed record RoutingSnapshot
{
    /// <summary>The schema this build writes and reads. Additive fields do not raise it.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Schema of this document.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>
    /// Ours: grows with every snapshot of one daemon; the proxy refuses an older one than it has. 0 = unnumbered (the original's), always accepted.
    /// </summary>
    public long Generation { get; init; }

    /// <summary>When the snapshot was made; not part of its hash.</summary>
    public DateTimeOffset? GeneratedAt { get; init; }

    /// <summary>Host of the daemon's REST API, or null.</summary>
    public string? ApiDomain { get; init; }

    /// <summary>Where the REST API listens.</summary>
    public SnapshotBackend? ApiBackend { get; init; }

    /// <summary>All routes; each host name appears in one route only.</summary>
    public IReadOnlyList<SnapshotRoute>? Routes { get; init; }

    /// <summary>Ours: what certificate authorities that ask by HTTP are answered, on whatever host.</summary>
    public IReadOnlyList<SnapshotChallenge>? Challenges { get; init; }

    /// <summary>Ours: what certificate authorities that ask by a TLS handshake are shown.</summary>
    public IReadOnlyList<SnapshotTlsChallenge>? TlsChallenges { get; init; }

    /// <summary>Ours: contents that <see cref="SnapshotPolicy.ErrorPages"/> name, by what <see cref="ErrorPageRules.NameOf"/> calls them.</summary>
    public IReadOnlyDictionary<string, byte[]>? Pages { get; init; }
}

/// <summary>One canonical host with its aliases and backends.</summary>
public sealed record SnapshotRoute
{
    /// <summary>Canonical host, lower-case.</summary>
    public string Canonical { get; init; } = "";

    /// <summary>Hosts redirected to <see cref="Canonical"/>.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>Where requests go; none = 502 page.</summary>
    public IReadOnlyList<SnapshotBackend>? Backends { get; init; }

    /// <summary>Ours: served on the HTTP port without redirect to HTTPS.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>Ours: <see cref="RouteState.Serving"/> when absent.</summary>
    public string? State { get; init; }

    /// <summary>Ours: when <see cref="State"/> ends by itself; holding needs one (<see cref="StateRules"/>).</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Ours: the state that follows it: <see cref="RouteState.Serving"/> when absent, stopped or paused.</summary>
    public string? Then { get; init; }

    /// <summary>
    /// Ours: what else holds for its requests, but for those of <see cref="Paths"/>; with <see cref="PathsOnly"/>, how those are answered
    /// that no path is for.
    /// </summary>
    public SnapshotPolicy? Policy { get; init; }

    /// <summary>Ours: path prefixes of the host that go elsewhere; the longest that matches a request wins.</summary>
    public IReadOnlyList<SnapshotPath>? Paths { get; init; }

    /// <summary>Ours: only <see cref="Paths"/> are routed, everything else of the host is answered with 404.</summary>
    public bool PathsOnly { get; init; }
}

/// <summary>Ours: what is under one path prefix of a host.</summary>
public sealed record SnapshotPath
{
    /// <summary>The prefix, beginning with <c>/</c>; it matches whole segments.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether the prefix is taken off before the app sees the request.</summary>
    public bool Strip { get; init; }

    /// <summary>Where requests go; none = 502 page.</summary>
    public IReadOnlyList<SnapshotBackend>? Backends { get; init; }

    /// <summary><see cref="RouteState.Serving"/> when absent.</summary>
    public string? State { get; init; }

    /// <summary>When <see cref="State"/> ends by itself; holding needs one (<see cref="StateRules"/>).</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The state that follows it: <see cref="RouteState.Serving"/> when absent, stopped or paused.</summary>
    public string? Then { get; init; }

    /// <summary>What else holds for its requests.</summary>
    public SnapshotPolicy? Policy { get; init; }
}

/// <summary>Words of <see cref="SnapshotRoute.State"/>. A reader treats a word it does not know as serving.</summary>
public static class RouteState
{
    /// <summary>Requests go to the backends.</summary>
    public const string Serving = "serving";

    /// <summary>The app was stopped on purpose: 503 page.</summary>
    public const string Stopped = "stopped";

    /// <summary>Out of service for a while: the maintenance page, 503.</summary>
    public const string Paused = "paused";

    /// <summary>Requests wait until another table releases them or the state ends; then they go where the table in force says.</summary>
    public const string Holding = "holding";
}

/// <summary>One address that serves a route.</summary>
public sealed record SnapshotBackend
{
    /// <summary>IPv4 or IPv6 address without brackets.</summary>
    public string Ip { get; init; } = "";

    /// <summary>Port as text, 1 to 65535.</summary>
    public string Port { get; init; } = "";

    /// <summary>Ours: deployment the backend belongs to; groups counters.</summary>
    public string? Deployment { get; init; }

    /// <summary>Ours: <see cref="BackendState.Active"/> when absent.</summary>
    public string? State { get; init; }

    /// <summary>
    /// Ours: its share of the requests beside the weights of the route's other backends, 0 to <see cref="MaxWeight"/>; 1 when absent.
    /// One of 0 gets what a sticky cookie brings to it, and the rest when no other can be reached.
    /// </summary>
    public int? Weight { get; init; }

    /// <summary>Highest <see cref="Weight"/>.</summary>
    public const int MaxWeight = 1000;

    /// <summary>Ours: <see cref="BackendProtocol.Http1"/> when absent.</summary>
    public string? Protocol { get; init; }
}

/// <summary>Words of <see cref="SnapshotBackend.State"/>. A reader treats a word it does not know as active.</summary>
public static class BackendState
{
    /// <summary>Gets new requests.</summary>
    public const string Active = "active";

    /// <summary>Gets no new requests; those in flight finish.</summary>
    public const string Draining = "draining";
}
