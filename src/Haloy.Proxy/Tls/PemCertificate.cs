using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haloy.Core;

namespace Haloy.Proxy.Tls;

/// <summary>A certificate, its key (PKCS #8) and the certificates it came with.</summary>
internal sealed record PemCertificate(X509Certificate2 Leaf, byte[] Pkcs8, IReadOnlyList<X509Certificate2> Chain)
{
    /// <summary>Reads a PEM file that holds a private key and its certificate chain, in any order; nothing is fetched for it, now or later.</summary>
    public static Outcome<PemCertificate> Load(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            if (certificates.Count == 0)
                return new Failure("it holds no certificate");

            using var key = ImportKey(pem);
            if (key is null)
                return new Failure("it holds no EC or RSA private key");

            var leaf = certificates.FirstOrDefault(c => IsKeyOf(key, c));
            if (leaf is null)
                return new Failure("none of its certificates belongs to its private key");

            return new PemCertificate(leaf, key.ExportPkcs8PrivateKey(), [.. certificates.Where(c => c != leaf)]);
        }
        catch (CryptographicException e)
        {
            return new Failure($"it cannot be read: {e.Message}");
        }
    }

    private static bool IsKeyOf(AsymmetricAlgorithm key, X509Certificate2 certificate) =>
        certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());

    private static AsymmetricAlgorithm? ImportKey(string pem)
    {
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label];
            var block = rest[fields.Location];
            if (label.EndsWith("PRIVATE KEY"))
                return Import(ECDsa.Create(), block) ?? Import(RSA.Create(), block);
            rest = rest[fields.Location.End..];
        }

        return null;
    }

    private static AsymmetricAlgorithm? Import(AsymmetricAlgorithm algorithm, ReadOnlySpan<char> block)
    {
        try
        {
            algorithm.ImportFromPem(block);
            return algorithm;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            algorithm.Dispose();
            return null;
        }
    }
}
