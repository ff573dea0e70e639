using Haloy.Core;

namespace Haloy.Docker.Transport;

/// <summary>Connections to an endpoint, pooled.</summary>
internal static class EngineConnection
{
    /// <summary>How long the engine may take to accept a connection.</summary>
    public static TimeSpan ConnectTimeout { get; } = TimeSpan.FromSeconds(10);

    // Host part of our URLs over a socket; never resolved.
    private const string SocketHost = "docker";

    public static Uri Root(DockerEndpoint endpoint) =>
        endpoint.SocketPath is not null ? new($"http://{SocketHost}/") : new($"http://{endpoint.Host}:{endpoint.Port}/");

    public static SocketsHttpHandler CreateHandler(DockerEndpoint endpoint) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectTimeout,
        // Shorter than any idle limit of an engine or a proxy in front of it.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        // A followed log has no end to drain: closing a half-read answer means closing its connection, at once.
        MaxResponseDrainSize = 0,
        ConnectCallback = endpoint.SocketPath is { } path ? (_, token) => UnixSocket.ConnectAsync(path, token) : null,
    };
}
