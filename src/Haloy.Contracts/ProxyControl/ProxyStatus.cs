namespace Haloy.Contracts.ProxyControl;

/// <summary>Answer of <c>GET /v1/status</c> on the control socket (spec/server §6.9).</summary>
public sealed record ProxyStatus
{
    /// <summary>
    /// The marker this build reports. It grows when a proxy that passes over a new part of the snapshot would do harm, so that a daemon can tell.
    /// 1, also of who says nothing: hosts, aliases and backends. 2: paths, policies, states that hold or end, challenges.
    /// </summary>
    public const int CurrentGeneration = 2;

    /// <summary>Build version of the proxy.</summary>
    public string Version { get; init; } = "";

    /// <summary>Upgrade marker; not the snapshot's generation.</summary>
    public int Generation { get; init; }

    /// <summary>Highest snapshot schema the proxy reads.</summary>
    public int SchemaVersion { get; init; }

    /// <summary>Hash of the table in force; absent when none was ever applied.</summary>
    public string? ConfigHash { get; init; }

    /// <summary>Number of routes in force.</summary>
    public int Routes { get; init; }

    /// <summary><c>socket</c>, <c>snapshot-file</c> or <c>empty</c>.</summary>
    public string LoadedFrom { get; init; } = "empty";

    /// <summary>When the table was last replaced.</summary>
    public DateTimeOffset? LastUpdateAt { get; init; }

    /// <summary>Certificates in memory.</summary>
    public int CertsLoaded { get; init; }

    /// <summary>Ours: <see cref="RoutingSnapshot.Generation"/> of the table in force.</summary>
    public long SnapshotGeneration { get; init; }

    /// <summary>
    /// Ours: counters of every backend in the table in force or with requests still in flight.
    /// A backend that is draining and has 0 in flight is drained and will not be used again by this table.
    /// </summary>
    public IReadOnlyList<BackendCounters>? Backends { get; init; }

    /// <summary>Ours: routes that have held requests; absent when none has.</summary>
    public IReadOnlyList<HoldCounters>? Holds { get; init; }
}

/// <summary>Counters of one backend since the proxy started or the backend first appeared.</summary>
public sealed record BackendCounters
{
    /// <summary>Address.</summary>
    public string Ip { get; init; } = "";

    /// <summary>Port as text.</summary>
    public string Port { get; init; } = "";

    /// <summary><see cref="BackendState"/> in the table in force; <c>gone</c> when the table no longer has it.</summary>
    public string State { get; init; } = "";

    /// <summary>HTTP requests sent to it that have no complete response yet (WebSocket tunnels are not counted).</summary>
    public long InFlight { get; init; }

    /// <summary>Open WebSocket tunnels.</summary>
    public long Tunnels { get; init; }

    /// <summary>Requests answered with a complete response.</summary>
    public long Served { get; init; }

    /// <summary>Requests that ended without a complete response from the backend.</summary>
    public long Failed { get; init; }
}

/// <summary>Answer of <c>PUT /v1/config</c>.</summary>
/// <param name="ConfigHash">Hash of the table now in force.</param>
public sealed record ConfigAccepted(string ConfigHash);

/// <summary>Refusal of <c>PUT /v1/config</c> (400 invalid, 409 newer schema or older generation); the table in force stays.</summary>
/// <param name="Error">Every reason, one a line.</param>
public sealed record ConfigRefused(string Error);

/// <summary>Answer of <c>POST /v1/certs/reload</c>.</summary>
/// <param name="CertsLoaded">Certificates now in memory.</param>
public sealed record CertificatesReloaded(int CertsLoaded);
