using Haloy.Config.Problems;
using Haloy.Config.Targets;
using Haloy.Testing;

namespace Haloy.Config.Tests.Targets;

public sealed class CertificateFilesTests : IDisposable
{
    private const string Certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    private const string Key = "-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----\n";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(string tls)
    {
        File.WriteAllText(_directory.File("haloy.yaml"), $"name: app\ntls: {tls}\n");
        return Deploy.Resolve(DeployFileLoader.Load(null, _directory.Path).Value!, _ => null);
    }

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(name))!);
        File.WriteAllText(_directory.File(name), content);
    }

    [Fact]
    public void Files_beside_the_deploy_file_are_sent_as_what_they_hold()
    {
        Write("tls/shop.pem", Certificate);
        Write("shop.key", Key);

        var target = Assert.Single(Resolve("{certificate: {file: tls/shop.pem}, key: {file: shop.key}}").Value!);

        Assert.Equal((Certificate, null), (target.Config.TlsCertificate!.Certificate!.Value, target.Config.TlsCertificate.Certificate.File));
        Assert.Equal(Key, target.Config.TlsCertificate.Key!.Value);
    }

    [Fact]
    public void Key_is_kept_neither_for_rollback_nor_shown()
    {
        Write("shop.pem", Certificate);
        Write("shop.key", Key);

        var target = Assert.Single(Resolve("{certificate: {file: shop.pem}, key: {file: shop.key}}").Value!);

        Assert.Equal(("shop.key", null), (target.RollbackConfig.TlsCertificate!.Key!.File, target.RollbackConfig.TlsCertificate.Key.Value));
        Assert.DoesNotContain("BBBB", target.Masked().TlsCertificate!.Key!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.pem", "does not exist")]
    [InlineData("nowhere/shop.pem", "does not exist")]
    [InlineData("shop.key", "holds no certificate in PEM format")]
    [InlineData("large.pem", "is larger than 256 KiB")]
    [InlineData(".", "is a directory")]
    public void File_that_is_no_certificate_is_named_with_its_place(string file, string message)
    {
        Write("shop.key", Key);
        Write("large.pem", Certificate + new string(' ', 300_000));

        var problem = Assert.Single(Resolve($"{{certificate: {{file: {file}}}, key: {{file: shop.key}}}}").Problems);

        Assert.Equal((ProblemCode.File, "tls.certificate.file", 2), (problem.Code, problem.Path, problem.Line));
        Assert.Contains($"'{file}' {message}", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BBBB", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_that_only_look_read_no_files()
    {
        File.WriteAllText(_directory.File("haloy.yaml"), "name: app\ntls: {certificate: {file: none.pem}, key: {file: none.key}}\n");

        var resolved = Deploy.Resolve(DeployFileLoader.Load(null, _directory.Path).Value!.WithoutValues(), _ => null);

        Assert.True(resolved.Succeeded);
    }
}
