using System.Security.Cryptography;
using Haloy.Proxy.Tests.Support;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Tests.Tls;

public sealed class PemCertificateTests
{
    [Fact]
    public void Parts_may_come_in_any_order()
    {
        var (_, key, leaf, intermediate) = TestCertificates.Chain("app.example.com");
        foreach (var pem in (string[])[key + leaf + intermediate, leaf + intermediate + key, intermediate + key + leaf])
        {
            var loaded = PemCertificate.Load(pem).Value!;

            Assert.Equal("CN=app.example.com", loaded.Leaf.Subject);
            Assert.Equal("CN=Test Intermediate", Assert.Single(loaded.Chain).Subject);
            using var imported = ECDsa.Create();
            imported.ImportPkcs8PrivateKey(loaded.Pkcs8, out _);
            Assert.Equal(loaded.Leaf.PublicKey.ExportSubjectPublicKeyInfo(), imported.ExportSubjectPublicKeyInfo());
            Assert.NotEqual(0, new ServerCertificate(loaded).Context);
        }
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        var (_, key, leaf, intermediate) = TestCertificates.Chain("app.example.com");

        Assert.Contains("no certificate", PemCertificate.Load(key).Failure!.Message);
        Assert.Contains("private key", PemCertificate.Load(leaf).Failure!.Message);
        Assert.Contains("belongs to its private key", PemCertificate.Load(key + intermediate).Failure!.Message);
        Assert.Contains("no certificate", PemCertificate.Load("rubbish").Failure!.Message);
        Assert.NotNull(PemCertificate.Load("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + key).Failure);
    }
}
