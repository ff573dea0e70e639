using Haloy.Server.Admin;
using Haloy.Testing;

namespace Haloy.Server.Tests.Admin;

public sealed class DaemonConfigFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Missing_or_empty_file_says_nothing()
    {
        Assert.Equal(new DaemonConfigFile(), DaemonConfigFile.Read(_directory.File("none.yaml")));
        Assert.Equal(new DaemonConfigFile(), Read(""));
        Assert.Equal(new DaemonConfigFile(), Read("api:\n"));
    }

    [Fact]
    public void Everything_is_read()
    {
        var file = Read("api:\n  domain: API.example.com\n  listen: 127.0.0.1:1\nproxy:\n  mode: external\n  http: :81\n  https: :444\ncertificates:\n  authority: internal\nhealth_monitor:\n  enabled: true\n  interval: 15s\n");

        Assert.Equal(new() { ApiDomain = "api.example.com", ApiListen = "127.0.0.1:1", ExternalProxy = true, Http = ":81", Https = ":444", LocalAuthority = true }, file);
    }

    [Fact]
    public void Every_problem_is_told_with_its_line()
    {
        var error = Assert.Throws<StartupException>(() => Read("api:\n  domian: x\nproxi:\n  mode: external\nproxy:\n  mode: sideways\ncertificates: internal\nhealth_monitor:\n"));

        var lines = error.Message.Split('\n').Select(l => l[(l.IndexOf("haloyd.yaml", StringComparison.Ordinal) + 11)..]).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(4, lines.Length);
        Assert.StartsWith(":2: unknown key 'api.domian'", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(":3: unknown key 'proxi'", lines[1], StringComparison.Ordinal);
        Assert.StartsWith(":6: proxy.mode is 'sideways', allowed are embedded and external", lines[2], StringComparison.Ordinal);
        Assert.StartsWith(":7: 'certificates' holds keys: authority", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api:\n  domain: 'no dots'\n", ":2: api.domain 'no dots' is not a host name")]
    [InlineData("api: [\n", ":")]
    [InlineData("- a\n- b\n", ":1:")]
    [InlineData("just text\n", ":1:")]
    [InlineData("api:\n  domain: [a, b]\n", ":2:")]
    public void File_that_makes_no_sense_is_refused(string text, string problem)
    {
        var error = Assert.Throws<StartupException>(() => Read(text));

        Assert.Contains($"haloyd.yaml{problem}", error.Message, StringComparison.Ordinal);
    }

    private DaemonConfigFile Read(string text)
    {
        File.WriteAllText(_directory.File("haloyd.yaml"), text);
        return DaemonConfigFile.Read(_directory.File("haloyd.yaml"));
    }
}
