using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Acme;

/// <summary>Makes the certificates that an authority looks at in a handshake (RFC 8737 §3). They are good for nothing else, and so is their key, which stays here.</summary>
internal static class ChallengeCertificate
{
    private const string Identifier = "1.3.6.1.5.5.7.1.31"; // id-pe-acmeIdentifier

    private static readonly TimeSpan Validity = TimeSpan.FromDays(7);

    public static ServerCertificate Make(string domain, string keyAuthorization, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = Request(domain, keyAuthorization, key).CreateSelfSigned(now - Validity, now + Validity);
        var certificate = new ServerCertificate(new PemCertificate(signed, key.ExportPkcs8PrivateKey(), []));
        TlsContext.AnswerChallenges(certificate);
        return certificate;
    }

    private static CertificateRequest Request(string domain, string keyAuthorization, ECDsa key)
    {
        var request = new CertificateRequest("CN=ACME challenge", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        request.CertificateExtensions.Add(names.Build());
        // An OCTET STRING of 32 bytes in DER.
        byte[] digest = [0x04, 0x20, .. SHA256.HashData(Encoding.ASCII.GetBytes(keyAuthorization))];
        request.CertificateExtensions.Add(new X509Extension(Identifier, digest, critical: true));
        return request;
    }
}
