using Haloy.Contracts.ProxyControl;

namespace Haloy.Server.ProxySync;

/// <summary>What the proxy tells of the traffic it carries, by its control socket.</summary>
internal interface IProxyTelemetry
{
    /// <summary>Counters of routes and deployments.</summary>
    /// <exception cref="ProxyUnreachableException">Nobody answers on the control socket.</exception>
    Task<ProxyCounters> CountersAsync(CancellationToken cancellationToken);

    /// <summary>The lines of its access log from now on; ends when the proxy does.</summary>
    /// <exception cref="ProxyUnreachableException">Nobody answers on the control socket, or not any more.</exception>
    IAsyncEnumerable<AccessLogLine> AccessLogAsync(CancellationToken cancellationToken);
}
