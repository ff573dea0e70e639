using System.Net;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Hosting;

/// <summary>Who is at the other end of a connection, and by which door they came.</summary>
/// <param name="address">Its address.</param>
/// <param name="isHttps">Whether it came by the TLS listener.</param>
/// <param name="isTrusted">Whether it is a proxy whose word on others is taken.</param>
/// <param name="limit">Where its connection is counted, if it is.</param>
internal sealed class Client(IPAddress? address, bool isHttps, bool isTrusted, ConnectionLimit? limit = null) : Origin(address, isHttps, TextOf(address), [])
{
    private string? _covered;
    private string _serverName = "";
    private ServerCertificate? _certificate;

    public bool IsTrusted => isTrusted;

    /// <summary>It is gone, and makes room for another connection from its address.</summary>
    public void Leave() => limit?.Leave(Address);

    /// <summary>Notes the name that the client gave in its handshake and the certificate it was shown.</summary>
    public void Shown(string serverName, ServerCertificate? certificate) => (_serverName, _certificate) = (serverName, certificate);

    /// <summary>
    /// Whether the connection is good for <paramref name="host"/>: a client that got a certificate for one host must not reach another
    /// one by it, unless the certificate is for both, as when browsers share a connection (RFC 9113 §9.1.1).
    /// </summary>
    public bool IsGoodFor(string host)
    {
        // The same object for every request of nearly every connection.
        if (!IsHttps || ReferenceEquals(host, _covered))
            return true;
        var name = HostText.Parse(host).Name;
        if (!name.Equals(HostText.Parse(_serverName).Name, StringComparison.OrdinalIgnoreCase) && _certificate?.Covers(name) != true)
            return false;
        _covered = host;
        return true;
    }
}
