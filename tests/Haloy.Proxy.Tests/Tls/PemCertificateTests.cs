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
            var context = PemCertificate.Load(pem).Value!;

            Assert.Equal("CN=app.example.com", context.TargetCertificate.Subject);
            Assert.True(context.TargetCertificate.HasPrivateKey);
            Assert.Contains(context.IntermediateCertificates, c => c.Subject == "CN=Test Intermediate");
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
