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
    public void Settings_of_the_proxy_in_this_process_are_read()
    {
        var proxy = Read("proxy:\n  trusted_proxies: [10.0.0.0/8, '2001:db8::1']\n  proxy_protocol: true\n  max_connections: 5000\n  max_connections_per_address: 0\n  access_log: true\n").Proxy;

        Assert.Equal(["10.0.0.0/8", "2001:db8::1/128"], proxy.TrustedProxies.Select(n => n.ToString()));
        Assert.Equal((true, 5000, 0, 1), (proxy.ProxyProtocol, proxy.MaxConnections, proxy.MaxConnectionsPerAddress, proxy.AccessLog.Every));
    }

    [Theory]
    [InlineData("off", 0)]
    [InlineData("on", 1)]
    [InlineData("1/100", 100)]
    public void Access_log_has_all_requests_a_share_or_none(string text, int every) =>
        Assert.Equal(every, Read($"proxy:\n  access_log: {text}\n").Proxy.AccessLog.Every);

    [Theory]
    [InlineData("trusted_proxies: 10.0.0.0/8, ::1", 2)]
    [InlineData("trusted_proxies:\n    - 10.0.0.0/8\n    - ::1", 2)]
    [InlineData("trusted_proxies: []", 0)]
    [InlineData("trusted_proxies:", 0)]
    public void List_of_networks_is_written_in_either_way(string line, int count) =>
        Assert.Equal(count, Read($"proxy:\n  {line}\n").Proxy.TrustedProxies.Count);

    [Fact]
    public void Settings_of_the_proxy_reach_it_with_its_addresses()
    {
        var settings = Read("proxy:\n  trusted_proxies: 10.0.0.0/8\n  max_connections: 7\n").Proxy;
        var options = new Haloy.Server.Hosting.DaemonOptions { DataDirectory = "/d", Token = "t", ProxySettings = settings }.Proxy;

        Assert.Equal(("/d", 443, 7, 1), (options.DataDirectory, options.Https.Port, options.MaxConnections, options.TrustedProxies.Count));
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
    [InlineData("proxy:\n  trusted_proxies:\n    - 10.0.0.0/8\n    - 10.0.0.0/33\n", ":4: proxy.trusted_proxies: '10.0.0.0/33' is not an address or a network")]
    [InlineData("proxy:\n  trusted_proxies: [[a]]\n", ":2: 'proxy.trusted_proxies' is a list of values")]
    [InlineData("proxy:\n  trusted_proxies: {a: b}\n", ":2: 'proxy.trusted_proxies' is a list of values")]
    [InlineData("proxy:\n  proxy_protocol: maybe\n", ":2: proxy.proxy_protocol is 'maybe', allowed are true and false")]
    [InlineData("proxy: {http: 99999}\n", ":1: proxy.http is '99999', not ADDR:PORT")]
    [InlineData("proxy:\n  https: example.com:443\n", ":2: proxy.https is 'example.com:443', not ADDR:PORT")]
    [InlineData("api:\n  listen: ':70000'\n", ":2: api.listen is ':70000', not ADDR:PORT")]
    [InlineData("proxy:\n  max_connections: 0\n", ":2: proxy.max_connections is '0', not a number from 1")]
    [InlineData("proxy:\n  max_connections_per_address: -1\n", ":2: proxy.max_connections_per_address is '-1', not a number from 0")]
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
