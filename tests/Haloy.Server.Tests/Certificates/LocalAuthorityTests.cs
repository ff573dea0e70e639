using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haloy.Core;
using Haloy.Server.Certificates;
using Haloy.Testing;

namespace Haloy.Server.Tests.Certificates;

public sealed class LocalAuthorityTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Certificate_verifies_against_the_root_for_each_of_its_names()
    {
        var authority = Open();

        using var leaf = X509Certificate2.CreateFromPem(authority.Issue(["shop.localhost", "www.shop.localhost"]));
        using var root = X509Certificate2.CreateFromPem(File.ReadAllText(authority.RootPath));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        Assert.True(chain.Build(leaf), string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation)));
        Assert.True(leaf.MatchesHostname("shop.localhost") && leaf.MatchesHostname("www.shop.localhost"));
        Assert.False(leaf.MatchesHostname("blog.localhost"));
        Assert.True(LocalAuthority.IsLocal(leaf) && authority.Issued(leaf));
        using var key = ECDsa.Create();
        key.ImportFromPem(authority.Issue(["a.localhost"]).Split("-----BEGIN CERTIFICATE")[0]);
        Assert.Equal(256, key.KeySize);
    }

    [Fact]
    public void Root_is_kept_and_its_key_is_private()
    {
        using var leaf = X509Certificate2.CreateFromPem(Open().Issue(["a.localhost"]));

        Assert.True(Open().Issued(leaf));
        Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(_directory.File("ca", "root.key")));
        Assert.True(File.GetUnixFileMode(_directory.File("ca", "root.pem")).HasFlag(UnixFileMode.OtherRead));
    }

    [Theory]
    [InlineData("root.key")]
    [InlineData("root.pem")]
    public void Authority_that_cannot_be_read_says_what_to_do(string file)
    {
        Open();
        File.WriteAllText(_directory.File("ca", file), "garbage");

        var error = Assert.Throws<StartupException>(Open);

        Assert.StartsWith("The local certificate authority in", error.Message, StringComparison.Ordinal);
        Assert.Contains("Delete the directory", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_of_another_authority_is_refused()
    {
        Open();
        LocalAuthority.Open(_directory.File("other"), TimeProvider.System);
        File.Copy(_directory.File("other", "root.key"), _directory.File("ca", "root.key"), overwrite: true);

        Assert.Throws<StartupException>(Open);
    }

    [Fact]
    public void Certificate_of_another_authority_is_told_apart()
    {
        using var leaf = X509Certificate2.CreateFromPem(LocalAuthority.Open(_directory.File("other"), TimeProvider.System).Issue(["a.localhost"]));

        Assert.True(LocalAuthority.IsLocal(leaf));
        Assert.False(Open().Issued(leaf));
    }

    private LocalAuthority Open() => LocalAuthority.Open(_directory.File("ca"), TimeProvider.System);
}
