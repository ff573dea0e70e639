using Haloy.Cli.Tests.Support;
using Haloy.Testing;

namespace Haloy.Cli.Tests.Servers;

public sealed class ServerRegistryTests : IDisposable
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    private string TokenFile => Path.Combine(_cli.ConfigDirectory, ".env");

    private string ListFile => Path.Combine(_cli.ConfigDirectory, "client.yaml");

    [Fact]
    public async Task Added_server_is_listed_and_its_token_is_for_the_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are those of Unix.");

        var added = await _cli.RunAsync("server", "add", "https://haloy.my-site.com/path", "abc123");
        var listed = await _cli.RunAsync("server", "list", "--json");

        Assert.True(added.ExitCode == 0, added.ToString());
        Assert.DoesNotContain("abc123", added.ToString(), StringComparison.Ordinal);
        Assert.Equal("""[{"url":"haloy.my-site.com","envVar":"HALOY_API_TOKEN_HALOY_MY_SITE_COM","envVarExists":true}]""" + "\n", listed.Output);
        Assert.Equal("HALOY_API_TOKEN_HALOY_MY_SITE_COM=\"abc123\"\n", File.ReadAllText(TokenFile));
#pragma warning disable CA1416 // Skipped on Windows above.
        Assert.Equal(ReadWrite, File.GetUnixFileMode(TokenFile));
        Assert.Equal(ReadWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(ListFile));
        Assert.Equal(ReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_cli.ConfigDirectory));
#pragma warning restore CA1416
    }

    [Fact]
    public async Task Registered_server_keeps_its_token_unless_forced()
    {
        await _cli.RunAsync("server", "add", "one.example.com", "first");

        var refused = await _cli.RunAsync("server", "add", "one.example.com", "second");
        var afterRefusal = File.ReadAllText(TokenFile);
        var forced = await _cli.RunAsync("server", "add", "one.example.com", "third", "--force");

        Assert.Equal((1, 0), (refused.ExitCode, forced.ExitCode));
        Assert.Contains("is registered already.\n  Replace its token with --force.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("\"first\"", afterRefusal, StringComparison.Ordinal);
        Assert.Equal("HALOY_API_TOKEN_ONE_EXAMPLE_COM=\"third\"\n", File.ReadAllText(TokenFile));
    }

    [Fact]
    public async Task Token_can_come_from_standard_input()
    {
        _cli.Input = "from-stdin\n";

        await _cli.RunAsync("server", "add", "10.0.0.7:8443", "-");

        Assert.Equal("HALOY_API_TOKEN_10_0_0_7_8443=\"from-stdin\"\n", File.ReadAllText(TokenFile));
    }

    [Fact]
    public async Task Deleted_server_leaves_other_lines_alone()
    {
        Directory.CreateDirectory(_cli.ConfigDirectory);
        await File.WriteAllTextAsync(TokenFile, "# mine\nOTHER=1\n", TestContext.Current.CancellationToken);
        await _cli.RunAsync("server", "add", "one.example.com", "t");

        var deleted = await _cli.RunAsync("server", "delete", "one.example.com");
        var again = await _cli.RunAsync("server", "delete", "one.example.com");

        Assert.Equal((0, 1), (deleted.ExitCode, again.ExitCode));
        Assert.Equal("# mine\nOTHER=1\n", await File.ReadAllTextAsync(TokenFile, TestContext.Current.CancellationToken));
        Assert.Contains("is not registered", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no_underscores.example.com", "character other than")]
    [InlineData("two..dots", "empty part")]
    [InlineData("host.example.com:0", "port '0'")]
    public async Task Address_that_cannot_be_is_refused_with_the_reason(string address, string reason)
    {
        var result = await _cli.RunAsync("server", "add", address, "t");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(TokenFile));
    }

    [Fact]
    public async Task Token_of_the_registered_server_beats_the_common_one()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await _cli.RunAsync("server", "add", daemon.ServerName, FakeDaemon.Token);
        _cli.Variables["HALOY_API_TOKEN"] = "another";
        _cli.WriteDeployFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task Deploy_file_without_a_server_uses_the_only_registered_one_and_asks_when_there_are_two()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        await _cli.RunAsync("server", "add", daemon.ServerName, FakeDaemon.Token);
        _cli.Write("haloy.yaml", "name: hello\nimage:\n  repository: hello\n  build: false\n");

        var one = await _cli.RunAsync("deploy");
        await _cli.RunAsync("server", "add", "two.example.com", "t");
        var two = await _cli.RunAsync("deploy");

        Assert.True(one.ExitCode == 0, one.ToString());
        Assert.Equal(daemon.ServerName, daemon.Deployments.Single().TargetConfig!.Server);
        Assert.Contains($"several are registered: {daemon.ServerName}, two.example.com.", two.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("pipe", ".env")]
    [InlineData("device", "client.yaml")]
    public async Task What_is_no_file_is_neither_read_nor_replaced(string kind, string name)
    {
        Directory.CreateDirectory(_cli.ConfigDirectory);
        OddFile.Create(kind, Path.Combine(_cli.ConfigDirectory, name));

        var result = await Task.Run(() => _cli.RunAsync("server", "add", "haloy.example.com", "t"), TestContext.Current.CancellationToken);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{name} is a {kind}, not a regular file", result.Error, StringComparison.Ordinal);
    }
}
