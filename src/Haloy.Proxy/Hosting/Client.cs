using System.Net;
using System.Text;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Hosting;

/// <summary>Who is at the other end of a connection, and by which door they came.</summary>
internal sealed class Client(IPAddress? address, bool isHttps)
{
    private readonly byte[] _text = Encoding.ASCII.GetBytes(address?.ToString() ?? "");
    private string? _covered;
    private string _serverName = "";
    private ServerCertificate? _certificate;

    public IPAddress? Address => address;

    public bool IsHttps => isHttps;

    /// <summary>The address as text; IPv4 in its own form also on a dual-stack socket.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>Notes the name that the client gave in its handshake and the certificate it was shown.</summary>
    public void Shown(string serverName, ServerCertificate? certificate) => (_serverName, _certificate) = (serverName, certificate);

    /// <summary>
    /// Whether the connection is good for <paramref name="host"/>: a client that got a certificate for one host must not reach another
    /// one by it, unless the certificate is for both, as when browsers share a connection (RFC 9113 §9.1.1).
    /// </summary>
    public bool IsGoodFor(string host)
    {
        // The same object for every request of nearly every connection.
        if (!isHttps || ReferenceEquals(host, _covered))
            return true;
        var name = HostText.Parse(host).Name;
        if (!name.Equals(HostText.Parse(_serverName).Name, StringComparison.OrdinalIgnoreCase) && _certificate?.Covers(name) != true)
            return false;
        _covered = host;
        return true;
    }
}
