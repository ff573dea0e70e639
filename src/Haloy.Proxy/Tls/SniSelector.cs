using Haloy.Proxy.Control;
using Haloy.Proxy.Routing;

namespace Haloy.Proxy.Tls;

/// <summary>Picks the certificate for a server name (spec/server §6.10), from memory only.</summary>
internal sealed class SniSelector(CertificateStore store, TableHolder tables)
{
    /// <summary>Whether a handshake may be an authority's.</summary>
    public bool HasChallenges => tables.Current.Challenges.HasTls;

    /// <summary>The certificate for an authority that asks about a name.</summary>
    public ServerCertificate? SelectChallenge(string serverName) => tables.Current.Challenges.CertificateFor(HostText.Parse(serverName).Name);

    /// <summary>
    /// The certificate of the host itself, else for an alias that of its canonical host, else a wildcard of one level.
    /// <see langword="null"/>: we have nothing for this name, and showing somebody else's certificate would help nobody.
    /// </summary>
    public ServerCertificate? Select(string? serverName)
    {
        if (string.IsNullOrEmpty(serverName))
            return null;

        var host = HostText.Parse(serverName).Name.ToString();
        var certificates = store.Current;
        if (certificates.TryFind(host, out var certificate))
            return certificate;
        return tables.Current.TryMatch(host, out var route) && certificates.TryFind(route.Canonical, out certificate) ? certificate : null;
    }
}
