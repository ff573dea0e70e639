using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haloy.Core;

namespace Haloy.Server.Certificates;

/// <summary>
/// A certificate authority of one's own (RFC 5280), for development and for names no public authority would certify.
/// Its root lives in <c>ca/</c> under the data directory: <c>root.pem</c> to be trusted, <c>root.key</c> for the daemon only.
/// </summary>
internal sealed class LocalAuthority
{
    private const string CommonName = "Haloy local authority";

    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(90);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    private readonly X509Certificate2 _root;
    private readonly TimeProvider _time;

    private LocalAuthority(X509Certificate2 root, string rootPath, TimeProvider time)
    {
        _root = root;
        RootPath = rootPath;
        _time = time;
    }

    /// <summary>The root certificate, in PEM, for others to trust.</summary>
    public string RootPath { get; }

    /// <summary>Opens the authority in <paramref name="directory"/>, creating it at first use.</summary>
    public static LocalAuthority Open(string directory, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        var certificatePath = Path.Combine(directory, "root.pem");
        var keyPath = Path.Combine(directory, "root.key");
        if (!File.Exists(certificatePath) || !File.Exists(keyPath))
            Create(certificatePath, keyPath, time.GetUtcNow());

        try
        {
            return new(X509Certificate2.CreateFromPemFile(certificatePath, keyPath), certificatePath, time);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException /* the key is another's */)
        {
            throw new StartupException($"The local certificate authority in {directory} cannot be read: {e.Message}", "Delete the directory: a new authority is made, and has to be trusted again.");
        }
    }

    /// <summary>A new certificate for <paramref name="hosts"/> (the first is its common name) with its key, in PEM.</summary>
    public string Issue(IReadOnlyList<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={hosts[0]}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1") /* serverAuth */], critical: false));
        request.CertificateExtensions.Add(AlternativeNames(hosts));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));

        var now = _time.GetUtcNow();
        var end = now + LeafLifetime;
        using var certificate = request.Create(_root, now - ClockTolerance, end < _root.NotAfter ? end : _root.NotAfter, RandomNumberGenerator.GetBytes(16));
        return $"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n";
    }

    /// <summary>Whether <paramref name="certificate"/> was issued by some authority of this kind.</summary>
    public static bool IsLocal(X509Certificate2 certificate) => certificate.Issuer.StartsWith($"CN={CommonName}", StringComparison.Ordinal);

    /// <summary>Whether <paramref name="certificate"/> was issued by this authority.</summary>
    public bool Issued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = certificate.NotBefore.AddHours(1);
        return chain.Build(certificate);
    }

    private static void Create(string certificatePath, string keyPath, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={CommonName} {RandomNumberGenerator.GetHexString(8, lowercase: true)}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var root = request.CreateSelfSigned(now - ClockTolerance, now + RootLifetime);

        AtomicFile.Write(keyPath, key.ExportPkcs8PrivateKeyPem());
        AtomicFile.Write(certificatePath, root.ExportCertificatePem() + "\n", AtomicFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    private static X509Extension AlternativeNames(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        return names.Build();
    }
}
