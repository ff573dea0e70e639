namespace Haloy.Contracts.ProxyControl;

/// <summary>Ours: an answer to a certificate authority that asks by HTTP (HTTP-01, RFC 8555 §8.3).</summary>
public sealed record SnapshotChallenge
{
    /// <summary>What the authority asks for, below <c>/.well-known/acme-challenge/</c>.</summary>
    public string Token { get; init; } = "";

    /// <summary>What it is answered: the token, a dot and the thumbprint of the account's key (RFC 8555 §8.1).</summary>
    public string KeyAuthorization { get; init; } = "";
}

/// <summary>Ours: an answer to a certificate authority that asks by a TLS handshake (TLS-ALPN-01, RFC 8737). The proxy makes the certificate for it.</summary>
public sealed record SnapshotTlsChallenge
{
    /// <summary>The host that the authority asks for.</summary>
    public string Domain { get; init; } = "";

    /// <summary>What the certificate has to vouch for (RFC 8555 §8.1).</summary>
    public string KeyAuthorization { get; init; } = "";
}
