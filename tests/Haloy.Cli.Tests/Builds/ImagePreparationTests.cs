using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Builds;

public sealed class ImagePreparationTests : IDisposable
{
    // Loopback for the network, a remote server for the CLI: TLS, and images must be uploaded.
    private const string RemoteIp = "127.0.0.2";

    private readonly CliHarness _cli = new();
    private readonly TestAuthority _authority = new(RemoteIp);

    public void Dispose()
    {
        _authority.Dispose();
        _cli.Dispose();
    }

    [Fact]
    public async Task Build_gets_absolute_paths_platform_and_arguments_without_a_shell()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var dockerfile = _cli.Write("app/Dockerfile", "FROM scratch\n");
        _cli.Variables["FROM_ENV"] = "it's $HOME";
        _cli.Variables["PASSED"] = "inherited";
        _cli.Write("haloy.yaml", $$"""
            name: hello
            server: {{daemon.ServerName}}
            image:
              repository: hello
              tag: v1
              build_config:
                context: app
                args:
                  - name: PLAIN
                    value: two words
                  - name: REFERENCE
                    from: { env: FROM_ENV }
                  - name: PASSED
                  - name: BUILDKIT_INLINE_CACHE
                    value: 1
            """);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(
            ["info", $"build|-f|{dockerfile}|--platform|linux/amd64|--build-arg|PLAIN|--build-arg|REFERENCE|--build-arg|PASSED|--build-arg|BUILDKIT_INLINE_CACHE|-t|hello:v1|{Path.GetDirectoryName(dockerfile)}"],
            _cli.Docker.Calls);
        Assert.Contains("PLAIN=two words", _cli.Docker.Environment);
        Assert.Contains("REFERENCE=it's $HOME", _cli.Docker.Environment);
        Assert.Contains("PASSED=inherited", _cli.Docker.Environment);
        Assert.Contains("BUILDKIT_INLINE_CACHE=1", _cli.Docker.Environment);
        Assert.Contains("hello:v1 is on the server's engine already", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", daemon.RawBodies.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image: {repository: hello, build_config: {args: [{name: DOCKER_AUTH, from: {env: TOKEN}}]}}")]
    [InlineData("image: {repository: hello, build_config: {args: [{name: LD_PRELOAD, value: s3cr3t}]}}")]
    [InlineData("env: [{name: SSH_AUTH_SOCK, build_arg: true, from: {env: TOKEN}}]")]
    public async Task Build_argument_that_would_steer_docker_never_gets_to_its_command_line(string yaml)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Write("Dockerfile", "FROM scratch\n");
        _cli.Variables["TOKEN"] = "s3cr3t";
        _cli.Write("haloy.yaml", $"name: hello\nserver: {daemon.ServerName}\n{yaml}\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("docker itself listens to", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_cli.Docker.Calls, c => c.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Image_goes_to_each_remote_server_once_over_tls()
    {
        await using var daemon = await StartRemoteAsync();
        _cli.Docker.Answer("if [ \"$1\" = save ]; then head -c 300000 /dev/zero; fi");
        _cli.Write("Dockerfile", "FROM scratch\n");
        _cli.Write("haloy.yaml", $$"""
            image: { repository: shop/hello, build: true }
            targets:
              one: { server: "{{RemoteIp}}:{{daemon.Address.Port}}" }
              two: { server: "{{RemoteIp}}:{{daemon.Address.Port}}" }
            """);

        var result = await _cli.RunAsync("deploy", "--all");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(("shop-hello-latest.tar", 300_000L), Assert.Single(daemon.Uploads));
        Assert.Equal(["info", "build", "save"], _cli.Docker.Calls.Select(c => c.Split('|')[0]));
        Assert.Contains($"Uploaded shop/hello:latest to {RemoteIp}:{daemon.Address.Port} (293.0 KB)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_that_fails_half_way_is_no_upload()
    {
        await using var daemon = await StartRemoteAsync();
        _cli.Docker.Answer("if [ \"$1\" = save ]; then head -c 300000 /dev/zero; echo 'layer is missing' >&2; exit 1; fi");
        WriteBuildingFile($"{RemoteIp}:{daemon.Address.Port}");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Reading hello:latest from the local engine failed.\n  layer is missing", result.Error, StringComparison.Ordinal);
        Assert.Empty(daemon.Uploads);
        Assert.Empty(daemon.Deployments);
    }

    [Fact]
    public async Task Server_without_space_says_so()
    {
        await using var daemon = await StartRemoteAsync();
        daemon.On("POST /v1/images/upload", 507, "insufficient disk space on /var/lib");
        _cli.Docker.Answer("if [ \"$1\" = save ]; then head -c 300000 /dev/zero; fi");
        WriteBuildingFile($"{RemoteIp}:{daemon.Address.Port}");

        var result = await _cli.RunAsync("deploy");

        Assert.Contains("could not take the image: insufficient disk space on /var/lib\n  Free space", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_of_an_unknown_authority_is_refused_with_advice()
    {
        await using var daemon = await StartRemoteAsync();
        _cli.Variables.Remove("HALOY_CA_FILE");
        _cli.WriteDeployFile($"{RemoteIp}:{daemon.Address.Port}");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not trusted", result.Error, StringComparison.Ordinal);
        Assert.Contains("HALOY_CA_FILE", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_that_does_not_answer_stops_before_the_build()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Docker.Answer("echo 'Cannot connect to the Docker daemon' >&2; exit 1");
        WriteBuildingFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Docker does not answer on this machine; it is needed to build hello:latest.\n  Cannot connect to the Docker daemon", result.Error, StringComparison.Ordinal);
        Assert.Equal(["info"], _cli.Docker.Calls);
    }

    [Fact]
    public async Task Docker_that_is_missing_is_named()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Variables["PATH"] = _cli.WorkDirectory;
        WriteBuildingFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.Contains("The program 'docker' is not installed", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_on_a_full_disk_says_how_to_free_space()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Docker.Answer("if [ \"$1\" = build ]; then echo 'write: no space left on device' >&2; exit 1; fi");
        WriteBuildingFile(daemon.ServerName);

        var result = await _cli.RunAsync("deploy");

        Assert.Contains("docker build ended with exit code 1.\n  The disk of this machine is full", result.Error, StringComparison.Ordinal);
        Assert.Empty(daemon.Deployments);
    }

    [Fact]
    public async Task Missing_dockerfile_shows_where_it_was_looked_for()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Write("haloy.yaml", $"name: hello\nserver: {daemon.ServerName}\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Contains($"The Dockerfile 'Dockerfile' does not exist: looked for {_cli.WorkDirectory}/Dockerfile.", result.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Docker.Calls);
    }

    [Fact]
    public async Task Registry_password_goes_over_standard_input_only()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Variables["REGISTRY_PASSWORD"] = "hunter2";
        _cli.Write("Dockerfile", "FROM scratch\n");
        _cli.Write("haloy.yaml", $$"""
            name: hello
            server: {{daemon.ServerName}}
            image:
              repository: registry.example.com:5000/hello
              build: true
              registry:
                username: { value: me }
                password: { from: { env: REGISTRY_PASSWORD } }
            """);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(
            ["login|registry.example.com:5000|--username|me|--password-stdin", "push|registry.example.com:5000/hello:latest"], _cli.Docker.Calls.Skip(2));
        Assert.Equal("hunter2", _cli.Docker.Input);
        Assert.DoesNotContain("hunter2", result.ToString(), StringComparison.Ordinal);
    }

    private async Task<FakeDaemon> StartRemoteAsync()
    {
        _cli.Variables["HALOY_CA_FILE"] = _cli.Write("root.pem", _authority.RootPem);
        return await FakeDaemon.StartAsync(_authority.Server, RemoteIp);
    }

    private void WriteBuildingFile(string server)
    {
        _cli.Write("Dockerfile", "FROM scratch\n");
        _cli.Write("haloy.yaml", $"name: hello\nserver: {server}\n");
    }
}
