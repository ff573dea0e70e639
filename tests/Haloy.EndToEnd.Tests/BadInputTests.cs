using System.Net;
using System.Net.Sockets;
using Haloy.EndToEnd.Tests.Lab;
using Haloy.Testing;

namespace Haloy.EndToEnd.Tests;

/// <summary>What goes wrong before anything is deployed: each says what, why and what to do next, exits with 1 and leaves nothing.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string NoDocker = "unix:///nonexistent/docker.sock";
    private readonly TempDirectory _directory = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Unknown_key_is_named_with_its_place_and_the_likely_one() =>
        (await HaloyAsync("name: app\nserver: 127.0.0.1:1\nprot: 80\n", "deploy"))
            .Refused(1, "haloy.yaml:3:1", "unknown key 'prot'", "Did you mean 'port'?");

    [Fact]
    public async Task Every_mistake_is_named_at_once() =>
        (await HaloyAsync("name: app\nreplicas: 0\nport: 99999\ndomains:\n  - domain: not a host\n", "validate-config"))
            .Refused(1, "replicas", "port", "not a host", "3 problems");

    [Fact]
    public async Task Invalid_yaml_is_named_with_its_place() =>
        (await HaloyAsync("name: app\ndomains: [a\nport: 80\n", "deploy")).Refused(1, "haloy.yaml:");

    [Fact]
    public async Task Missing_deploy_file_is_named() =>
        (await HaloyAsync(null, "deploy")).Refused(1, "haloy.yaml", _directory.Path);

    [Fact]
    public async Task Unreachable_server_is_named() =>
        (await HaloyAsync($"name: app\nserver: 127.0.0.1:{FreePorts.Next()}\nimage: {{repository: x, pull_policy: never}}\n", "deploy", ("HALOY_API_TOKEN", "any")))
            .Refused(1, "127.0.0.1:", "refused");

    [Fact]
    public async Task Missing_token_is_asked_for() =>
        (await HaloyAsync("name: app\nserver: haloy.example.com\n", "deploy")).Refused(1, "haloy.example.com", "haloy server add");

    [Theory]
    [InlineData("haloy", 1, "deploy")]
    [InlineData("haloyd", 1, "dev")]
    [InlineData("haloyd", 1, "serve")]
    [InlineData("haloy-proxy", 2, "serve")]
    public async Task Wrong_flag_is_named(string program, int code, string command) =>
        (await RunAsync(program, [command, "--nope"])).Refused(code, "--nope");

    [Theory]
    [InlineData("haloy", 1)]
    [InlineData("haloyd", 1)]
    [InlineData("haloy-proxy", 2)]
    public async Task Wrong_command_is_named(string program, int code) =>
        (await RunAsync(program, ["vresion"])).Refused(code, "vresion");

    [Fact]
    public async Task Daemon_without_an_engine_says_so_and_does_not_start() =>
        (await RunAsync("haloyd", ["dev", "--http-port", "0", "--https-port", "0"], ("DOCKER_HOST", NoDocker)))
            .Refused(1, "Docker", "/nonexistent/docker.sock");

    [Fact]
    public async Task Daemon_without_a_token_says_how_to_get_one() =>
        (await RunAsync("haloyd", ["serve", "--data-dir", _directory.Path, "--config-dir", _directory.Path]))
            .Refused(1, "HALOY_API_TOKEN", "haloyd init");

    [Fact]
    public async Task Daemon_with_an_unknown_setting_names_its_place()
    {
        await File.WriteAllTextAsync(_directory.File("haloyd.yaml"), "proxy:\n  mdoe: external\n", Ending);

        var result = await RunAsync(
            "haloyd", ["serve", "--data-dir", _directory.Path, "--config-dir", _directory.Path], ("HALOY_API_TOKEN", "any"));

        result.Refused(1, "haloyd.yaml:2", "proxy.mdoe");
    }

    [Theory]
    [InlineData("--http-port")]
    [InlineData("--https-port")]
    [InlineData("--api-port")]
    public async Task Daemon_whose_port_is_taken_names_it(string flag)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        string[] ports = ["--http-port", "--https-port", "--api-port"];

        var result = await RunAsync("haloyd", ["dev", .. ports.SelectMany(p => new[] { p, p == flag ? $"{port}" : "0" })]);

        result.Refused(1, $"127.0.0.1:{port}", "in use", flag);
        Assert.False(File.Exists(_directory.File(".haloy", "dev.json")));
    }

    [Theory]
    [InlineData("--http")]
    [InlineData("--https")]
    public async Task Proxy_whose_port_is_taken_names_it(string flag)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        string[] flags = ["--http", "--https"];

        var result = await RunAsync(
            "haloy-proxy", ["serve", "--data-dir", _directory.Path, .. flags.SelectMany(f => new[] { f, $"127.0.0.1:{(f == flag ? port : 0)}" })]);

        result.Refused(1, $"127.0.0.1:{port}", "in use");
    }

    private async Task<ProgramResult> HaloyAsync(string? yaml, string command, params (string, string)[] environment)
    {
        if (yaml is not null)
            await File.WriteAllTextAsync(_directory.File("haloy.yaml"), yaml, Ending);
        return await RunAsync("haloy", [command], environment);
    }

    private Task<ProgramResult> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var variables = environment.Append(("HALOY_CONFIG_DIR", _directory.File("client"))).ToDictionary(v => v.Item1, v => v.Item2);
        return Programs.RunAsync(Programs.Start(program, _directory.Path, variables, arguments), "", Ending);
    }
}
