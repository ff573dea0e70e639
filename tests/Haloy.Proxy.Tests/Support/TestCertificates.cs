using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Haloy.Proxy.Tests.Support;

/// <summary>Makes certificates for tests.</summary>
internal static class TestCertificates
{
    /// <summary>A root, an intermediate and a leaf for <paramref name="host"/>; the PEM has key, leaf and intermediate.</summary>
    public static (X509Certificate2 Root, string Key, string Leaf, string Intermediate) Chain(string host)
    {
        var root = Make("Test Root", null, isAuthority: true);
        var intermediate = Make("Test Intermediate", root, isAuthority: true);
        var leaf = Make(host, intermediate, isAuthority: false);
        using var key = leaf.GetECDsaPrivateKey()!;
        return (root, key.ExportPkcs8PrivateKeyPem() + "\n", leaf.ExportCertificatePem() + "\n", intermediate.ExportCertificatePem() + "\n");
    }

    /// <summary>Writes a self-signed certificate with its key where the proxy looks for it.</summary>
    public static string WriteSelfSigned(string directory, string name)
    {
        using var certificate = Make(name, null, isAuthority: false);
        using var key = certificate.GetECDsaPrivateKey()!;
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, name + ".pem"), certificate.ExportCertificatePem() + "\n" + key.ExportECPrivateKeyPem() + "\n");
        return certificate.Thumbprint;
    }

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, isAuthority));
        if (!isAuthority)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }

        var from = DateTimeOffset.UtcNow.AddDays(-1);
        if (issuer is null)
            return request.CreateSelfSigned(from, from.AddDays(30));
        using var signed = request.Create(issuer, from, from.AddDays(29), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
