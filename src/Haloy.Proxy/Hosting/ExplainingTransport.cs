using System.Net;
using System.Net.Sockets;
using Haloy.Core;
using Microsoft.AspNetCore.Connections;

namespace Haloy.Proxy.Hosting;

/// <summary>Binds through another transport and says in words why an address could not be had, and which flag changes it.</summary>
internal sealed class ExplainingTransport(IConnectionListenerFactory inner, Func<EndPoint, string> flagOf) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.BindAsync(endpoint, cancellationToken);
        }
        catch (AddressInUseException e)
        {
            throw Explain(endpoint, "the address is already in use", e);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            var reason = e.SocketErrorCode == SocketError.AccessDenied ? "this user may not use that port" : "this machine has no such address";
            throw Explain(endpoint, reason, e);
        }
    }

    private ProxyStartException Explain(EndPoint endpoint, string reason, Exception cause) => new(
        new Failure($"Cannot listen on {endpoint}: {reason}.", $"Free it, or choose another address with {flagOf(endpoint)}."), cause);
}
