using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haloy.Core;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Tls;

/// <summary>A certificate with its key and chain, ready for handshakes.</summary>
internal sealed unsafe class ServerCertificate
{
    private readonly string[] _names;

    /// <exception cref="CryptographicException">OpenSSL refuses the certificate or the key.</exception>
    public ServerCertificate(PemCertificate pem)
    {
        _names = [.. pem.Leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())];
        Context = OpenSsl.ContextNew(OpenSsl.ServerMethod());
        TlsContext.Configure(Context);
        UseCertificate(pem.Leaf);
        UseKey(pem.Pkcs8);
        foreach (var issuer in pem.Chain)
            AddToChain(issuer);
    }

    ~ServerCertificate() => OpenSsl.ContextFree(Context);

    /// <summary>The OpenSSL context that holds it; sessions that use it keep it alive by themselves.</summary>
    public nint Context { get; }

    /// <summary>Whether it is for <paramref name="host"/>, by name or by a wildcard of one label.</summary>
    public bool Covers(ReadOnlySpan<char> host)
    {
        foreach (var name in _names)
        {
            var isWildcard = HostName.IsWildcard(name);
            var dot = isWildcard ? host.IndexOf('.') : 0;
            if (dot >= 0 && host[dot..].Equals(isWildcard ? name.AsSpan(1) : name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private void UseCertificate(X509Certificate2 certificate)
    {
        var native = Load(certificate);
        OpenSsl.Check(OpenSsl.ContextUseCertificate(Context, native));
        OpenSsl.CertificateFree(native);
    }

    private void UseKey(ReadOnlySpan<byte> pkcs8)
    {
        fixed (byte* der = pkcs8)
        {
            var position = der;
            var key = OpenSsl.KeyFromDer(null, &position, pkcs8.Length);
            OpenSsl.Check(key == 0 ? 0 : OpenSsl.ContextUseKey(Context, key));
            OpenSsl.KeyFree(key);
        }
    }

    private void AddToChain(X509Certificate2 certificate)
    {
        var native = Load(certificate);
        OpenSsl.Check((int)OpenSsl.ContextControl(Context, OpenSsl.ControlChainCertificate, 1, native));
        OpenSsl.CertificateFree(native);
    }

    private static nint Load(X509Certificate2 certificate)
    {
        var data = certificate.RawData;
        fixed (byte* der = data)
        {
            var position = der;
            var native = OpenSsl.CertificateFromDer(null, &position, data.Length);
            OpenSsl.Check(native == 0 ? 0 : 1);
            return native;
        }
    }
}
