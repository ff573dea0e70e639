namespace Haloy.Contracts.Policies;

/// <summary>Ours: what holds for the requests of a route beyond where they go. It is also what containers carry in a label.</summary>
public sealed record SnapshotPolicy
{
    /// <summary>Header fields set on every answer in place of the app's; an empty value only takes the app's away.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Who may visit; absent = everybody.</summary>
    public IReadOnlyList<SnapshotUser>? BasicAuth { get; init; }

    /// <summary>Addresses and networks that may visit; absent = all.</summary>
    public IReadOnlyList<string>? IpAllow { get; init; }

    /// <summary>Longest request body in bytes; absent = no limit.</summary>
    public long? MaxBodyBytes { get; init; }

    /// <summary>Seconds until a connection to the app stands; absent = the proxy's.</summary>
    public int? ConnectSeconds { get; init; }

    /// <summary>Seconds until the app begins its answer; absent = the proxy's.</summary>
    public int? ResponseHeaderSeconds { get; init; }

    /// <summary>Seconds without a byte in either direction; absent = the proxy's.</summary>
    public int? IdleSeconds { get; init; }

    /// <summary>Whether answers that the app did not compress are; absent = no.</summary>
    public bool? Compression { get; init; }

    /// <summary>
    /// Pages shown in place of the proxy's own: names of contents in <c>RoutingSnapshot.Pages</c>, by the key of <see cref="ErrorPageRules"/>.
    /// Never in a label: there is nothing there to name.
    /// </summary>
    public IReadOnlyDictionary<string, string>? ErrorPages { get; init; }

    /// <summary>How requests are shared out among the backends; absent = one after the other.</summary>
    public SnapshotBalance? Balance { get; init; }
}

/// <summary>Somebody who may visit. The password is hashed with PBKDF2 and SHA-256.</summary>
public sealed record SnapshotUser
{
    /// <summary>Name, without colon.</summary>
    public string Username { get; init; } = "";

    /// <summary>Salt of the hash.</summary>
    public byte[] Salt { get; init; } = [];

    /// <summary>Iterations of the hash.</summary>
    public int Iterations { get; init; }

    /// <summary>32 bytes.</summary>
    public byte[] Hash { get; init; } = [];
}
