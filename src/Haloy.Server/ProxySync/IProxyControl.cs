using Haloy.Contracts.ProxyControl;

namespace Haloy.Server.ProxySync;

/// <summary>The proxy's control API. The same for a proxy in this process and one of its own: both listen on the socket.</summary>
internal interface IProxyControl
{
    /// <summary>What the proxy has in force, and its counters.</summary>
    /// <exception cref="ProxyUnreachableException">Nobody answers on the control socket.</exception>
    Task<ProxyStatus> StatusAsync(CancellationToken cancellationToken);

    /// <summary>Hands over a complete table.</summary>
    /// <exception cref="ProxyUnreachableException">Nobody answers; whether the table was applied is unknown.</exception>
    /// <exception cref="SnapshotRefusedException">The proxy keeps the table it has, and says why.</exception>
    Task PushAsync(RoutingSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>Makes the proxy read its certificates again.</summary>
    /// <exception cref="ProxyUnreachableException">Nobody answers on the control socket.</exception>
    Task ReloadCertificatesAsync(CancellationToken cancellationToken);
}

/// <summary>Nobody answers on the control socket.</summary>
internal sealed class ProxyUnreachableException(string socket, Exception inner) : Exception($"The proxy does not answer on {socket}: {inner.Message}", inner);

/// <summary>The proxy refused a table.</summary>
internal sealed class SnapshotRefusedException(string reason) : Exception($"The proxy refused the routing table: {reason}");
