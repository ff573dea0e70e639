using System.Net;
using System.Text;

namespace Haloy.Proxy.Hosting;

/// <summary>Who a request comes from and how, as far as it is believed.</summary>
/// <param name="address">Where the visitor is.</param>
/// <param name="isHttps">Whether the visitor's own connection is encrypted.</param>
/// <param name="forwardedFor">What is passed on as X-Forwarded-For.</param>
/// <param name="forwardedHost">What is passed on as X-Forwarded-Host; empty for the request's own Host.</param>
internal class Origin(IPAddress? address, bool isHttps, byte[] forwardedFor, byte[] forwardedHost)
{
    public IPAddress? Address => address;

    public bool IsHttps => isHttps;

    public ReadOnlySpan<byte> ForwardedFor => forwardedFor;

    public ReadOnlySpan<byte> ForwardedHost => forwardedHost;

    /// <summary>An address as text; IPv4 in its own form also on a dual-stack socket.</summary>
    protected static byte[] TextOf(IPAddress? address) => Encoding.ASCII.GetBytes(address?.ToString() ?? "");
}
