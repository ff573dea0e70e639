using System.Net;
using System.Text;

namespace Haloy.Proxy.Hosting;

/// <summary>Who is at the other end of a connection, and by which door they came.</summary>
internal sealed class Client(IPAddress? address, bool isHttps)
{
    private readonly byte[] _text = Encoding.ASCII.GetBytes(address?.ToString() ?? "");

    public IPAddress? Address => address;

    public bool IsHttps => isHttps;

    /// <summary>The address as text; IPv4 in its own form also on a dual-stack socket.</summary>
    public ReadOnlySpan<byte> Text => _text;
}
