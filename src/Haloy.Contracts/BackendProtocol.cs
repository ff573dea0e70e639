namespace Haloy.Contracts;

/// <summary>What an app speaks with the proxy. A word that is not here is refused: nobody could be served by guessing.</summary>
public static class BackendProtocol
{
    /// <summary>HTTP/1.1.</summary>
    public const string Http1 = "http1";

    /// <summary>HTTP/2 without TLS and without asking first (RFC 9113 §3.3): what gRPC needs.</summary>
    public const string H2c = "h2c";

    /// <summary>Whether <paramref name="word"/> is one of them, or absent.</summary>
    public static bool IsKnown(string? word) => word is null or Http1 or H2c;
}
