using Haloy.Server.Certificates;
using Haloy.Testing;

namespace Haloy.Server.Tests.Certificates;

public sealed class CertificateExpiriesTests
{
    [Fact]
    public void Certificates_are_told_by_host_and_again_when_they_are_renewed()
    {
        using var directory = new TempDirectory();
        var clock = new FakeClock();
        var authority = LocalAuthority.Open(directory.File("ca"), clock);
        var store = new CertificateStore(directory.File("certs"));
        var expiries = new CertificateExpiries(directory.File("certs"));
        Assert.Empty(expiries.Read());

        store.Save("a.example.com", authority.Issue(["a.example.com"]));
        File.WriteAllText(directory.File("certs", "broken.pem"), "no certificate");
        var first = Assert.Single(expiries.Read());
        Assert.Equal(("a.example.com", true), (first.Key, first.Value > clock.GetUtcNow()));
        Assert.Equal(first, Assert.Single(expiries.Read()));

        clock.Advance(TimeSpan.FromDays(30));
        store.Save("a.example.com", authority.Issue(["a.example.com"]));
        File.SetLastWriteTimeUtc(directory.File("certs", "a.example.com.pem"), DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(first.Value.AddDays(30), Assert.Single(expiries.Read()).Value);
    }
}
