using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Servers;

public sealed class DevDaemonTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public DevDaemonTests() => _cli.Variables.Remove("HALOY_API_TOKEN");

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("", ".haloy/dev.json")]
    [InlineData("server: localhost", ".haloy/dev.json")]
    [InlineData("", "../.haloy/dev.json")]
    public async Task Deploy_without_a_server_uses_the_development_daemon_found_upwards(string server, string file)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        WriteDevFile(file, daemon.Address);
        WriteDeployFile(server);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Single(daemon.Deployments);
        Assert.Contains("https://hello.localhost:8443\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directory_of_the_deploy_file_comes_before_the_working_directory()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        WriteDevFile("app/.haloy/dev.json", daemon.Address);
        WriteDevFile(".haloy/dev.json", new Uri($"http://127.0.0.1:{FreePort.Take()}"));
        _cli.Write("app/haloy.yaml", "name: hello\nimage: { repository: hello, build: false }\n");

        var result = await _cli.RunAsync("deploy", "-c", "app");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task Daemon_that_is_gone_is_named_with_its_file_and_pid()
    {
        var port = FreePort.Take();
        WriteDevFile(".haloy/dev.json", new Uri($"http://127.0.0.1:{port}"));
        WriteDeployFile("");

        var result = await _cli.RunAsync("status");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            $"The development daemon of {_cli.WorkDirectory}/.haloy/dev.json (pid 4711) does not answer at 127.0.0.1:{port}: the connection was refused.\n  Start it with 'haloyd dev'.",
            result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_file_is_an_error_and_not_skipped()
    {
        Write(".haloy/dev.json", "{");
        WriteDeployFile("");

        var result = await _cli.RunAsync("deploy");

        Assert.Contains("dev.json cannot be used: it is not valid JSON", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task File_that_others_can_access_is_refused(UnixFileMode more)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        WriteDevFile(".haloy/dev.json", daemon.Address);
        var path = Path.Combine(_cli.WorkDirectory, ".haloy", "dev.json");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | more);
        WriteDeployFile("");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("it must belong to you and be accessible to nobody else (mode 0600)", result.Error, StringComparison.Ordinal);
        Assert.Empty(daemon.Requests);
    }

    [Theory]
    [InlineData("http://192.0.2.1:9999")]
    [InlineData("http://localhost.example.com")]
    [InlineData("https://127.0.0.1:9999")]
    [InlineData("http://127.0.0.1@example.com")]
    public async Task File_that_points_elsewhere_is_refused(string api)
    {
        Write(".haloy/dev.json", $$"""{"api":"{{api}}","token":"t"}""");
        WriteDeployFile("");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not http on this machine", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("home")]
    [InlineData("repository")]
    public async Task File_above_home_or_the_repository_is_not_looked_at(string limit)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        WriteDevFile("../.haloy/dev.json", daemon.Address);
        WriteDeployFile("");
        if (limit == "home")
            _cli.Variables["HOME"] = _cli.WorkDirectory;
        else
            Directory.CreateDirectory(Path.Combine(_cli.WorkDirectory, ".git"));

        var result = await _cli.RunAsync("deploy");

        Assert.Contains("There is no API token for server 'localhost'.", result.Error, StringComparison.Ordinal);
        Assert.Empty(daemon.Requests);
    }

    [Fact]
    public async Task Server_with_a_port_is_not_the_development_daemon()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        WriteDevFile(".haloy/dev.json", daemon.Address);
        WriteDeployFile($"server: localhost:{FreePort.Take()}");

        var result = await _cli.RunAsync("deploy");

        Assert.Contains("There is no API token for server 'localhost:", result.Error, StringComparison.Ordinal);
        Assert.Empty(daemon.Requests);
    }

    [Fact]
    public async Task Without_any_daemon_the_advice_is_to_start_one()
    {
        WriteDeployFile("");

        var result = await _cli.RunAsync("deploy");

        Assert.Contains("There is no API token for server 'localhost'.\n  Start a development daemon with 'haloyd dev', or set HALOY_API_TOKEN.", result.Error, StringComparison.Ordinal);
    }

    private void WriteDevFile(string name, Uri api) =>
        Write(name, $$"""{"api":"{{api.GetLeftPart(UriPartial.Authority)}}","token":"{{FakeDaemon.Token}}","pid":4711,"httpPort":8080,"httpsPort":8443,"ca":"/x/root.pem"}""");

    private string Write(string name, string content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = _cli.Write(name, content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return path;
    }

    private void WriteDeployFile(string server) =>
        _cli.Write("haloy.yaml", $"name: hello\n{server}\nimage:\n  repository: hello\n  build: false\n");
}
