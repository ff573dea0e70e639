namespace Haloy.Contracts.Api;

/// <summary>A path prefix that leads to the app.</summary>
public sealed record RouteConfig
{
    /// <summary>Host the prefix is on; absent = all hosts of <see cref="TargetConfig.Domains"/>.</summary>
    public string? Host { get; init; }

    /// <summary>Prefix, beginning with <c>/</c>; it matches whole segments.</summary>
    public string? Path { get; init; }

    /// <summary>Whether the prefix is taken off before the app sees the request.</summary>
    public bool? Strip { get; init; }
}

/// <summary>A certificate of one's own instead of an issued one.</summary>
public sealed record CertificateConfig
{
    /// <summary>The certificate and its chain, PEM.</summary>
    public PemSource? Certificate { get; init; }

    /// <summary>Its private key, PEM.</summary>
    public PemSource? Key { get; init; }
}

/// <summary>PEM text: a value source, or a file beside the deploy file.</summary>
public sealed record PemSource : ValueSource
{
    /// <summary>File that holds the text; never set on a resolved target.</summary>
    public string? File { get; init; }
}

/// <summary>Somebody who may visit.</summary>
public sealed record BasicAuthUser
{
    /// <summary>Name, without colon (RFC 7617 §2).</summary>
    public string? Username { get; init; }

    /// <summary>Password.</summary>
    public ValueSource? Password { get; init; }
}

/// <summary>A page shown in place of one of the proxy's.</summary>
public sealed record ErrorPageConfig
{
    /// <summary>File it was read from, beside the deploy file; nothing to the server.</summary>
    public string? File { get; init; }

    /// <summary>The page itself; absent until the file was read.</summary>
    public string? Html { get; init; }
}

/// <summary>How long the proxy waits for the app.</summary>
public sealed record TimeoutsConfig
{
    /// <summary>Seconds until a connection to the app stands.</summary>
    public int? ConnectSeconds { get; init; }

    /// <summary>Seconds until the app begins its answer.</summary>
    public int? ResponseHeaderSeconds { get; init; }

    /// <summary>Seconds without a byte in either direction.</summary>
    public int? IdleSeconds { get; init; }
}
