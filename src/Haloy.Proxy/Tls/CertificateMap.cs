using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Haloy.Proxy.Tls;

/// <summary>An immutable set of certificates by the name of their file: a host, or <c>*.</c> and a domain.</summary>
internal sealed class CertificateMap(FrozenDictionary<string, ServerCertificate> byName)
{
    public static CertificateMap Empty { get; } = new(FrozenDictionary<string, ServerCertificate>.Empty);

    public int Count => byName.Count;

    /// <summary>The certificate for exactly this host, or else the wildcard that covers its first label.</summary>
    public bool TryFind(string host, [NotNullWhen(true)] out ServerCertificate? certificate)
    {
        if (byName.TryGetValue(host, out certificate))
            return true;

        // One label only: *.example.com is neither for example.com nor for a.b.example.com (RFC 9525 §6.3).
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && host.AsSpan(dot + 1).Contains('.') && byName.TryGetValue("*" + host[dot..], out certificate);
    }
}
