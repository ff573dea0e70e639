using Haloy.Cli.Tests.Support;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Tests.Secrets;

/// <summary>
/// Which commands ask which providers, and what they do with the answers. <c>op</c> and <c>sops</c> are in no package archive, so scripts
/// play them here; age, pass and commands are the real ones in <see cref="RealToolsTests"/>.
/// </summary>
public sealed class SecretCommandsTests : IDisposable
{
    private const string Item = """{"fields": [{"label": "token", "value": "the-secret-token"}, {"label": "url", "value": "postgres://s3cret@db"}]}""";

    private readonly CliHarness _cli = new();
    private readonly ProgramStandIn _op;
    private readonly ProgramStandIn _sops;

    public SecretCommandsTests()
    {
        _op = new ProgramStandIn(_cli.Docker.Directory, "op").Print(Item);
        _sops = new ProgramStandIn(_cli.Docker.Directory, "sops").Print("smtp:\n  password: m4il-pw\n");
        _cli.Write("secrets/prod.yaml", "encrypted");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Deploy_sends_values_keeps_references_and_shows_neither()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Write(daemon);

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["item|get|Shop DB|--vault|Prod|--format|json"], _op.Calls);
        Assert.Equal([$"decrypt|--output-type|yaml|{_cli.WorkDirectory}/secrets/prod.yaml"], _sops.Calls);
        var request = Assert.Single(daemon.Deployments);
        Assert.Equal(["postgres://s3cret@db", "m4il-pw"], request.TargetConfig!.Env!.Select(e => e.Value));
        Assert.Equal(["onepassword:shop.url", "sops:prod:smtp.password"], request.RollbackDeployConfig!.Env!.Select(e => e.From?.Secret));
        Assert.DoesNotContain("s3cret", result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("m4il-pw", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_that_only_look_ask_for_nothing_but_the_token_of_the_server()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.Status = new StatusResponse { State = "running", DeploymentId = "01k", ContainerIds = [], Domains = [] };
        Write(daemon);

        foreach (var arguments in new string[][] { ["status"], ["stop"], ["rollback-targets"] })
        {
            var result = await _cli.RunAsync(arguments);
            Assert.True(result.ExitCode == 0, result.ToString());
        }

        Assert.Empty(_op.Calls);
        Assert.Empty(_sops.Calls);

        _cli.Variables.Remove("HALOY_API_TOKEN");
        Write(daemon, "api_token: {from: {secret: 'onepassword:shop:token'}}\n");
        var withToken = await _cli.RunAsync("status");

        Assert.True(withToken.ExitCode == 0, withToken.ToString());
        Assert.Single(_op.Calls);
        Assert.Empty(_sops.Calls);
    }

    [Fact]
    public async Task Protected_targets_that_are_left_out_ask_for_nothing()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Write("haloy.yaml", $"server: {daemon.ServerName}\n" + """
            image: {repository: hello, build: false}
            secret_providers:
              onepassword: {shop: {vault: Prod, item: Shop DB}}
              sops: {prod: {file: secrets/prod.yaml}}
            targets:
              staging: {env: [{name: URL, from: {secret: "onepassword:shop:url"}}]}
              production: {protected: true, env: [{name: PASSWORD, from: {secret: "sops:prod:smtp.password"}}]}
            """);

        var result = await _cli.RunAsync("deploy", "--all");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Single(_op.Calls);
        Assert.Empty(_sops.Calls);
    }

    [Fact]
    public async Task Rollback_reads_today_s_sources_once_and_none_that_the_server_names()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Variables.Remove("HALOY_API_TOKEN");
        Write(daemon, "api_token: {from: {secret: 'onepassword:shop:token'}}\n");
        daemon.RollbackTargets = Kept("onepassword:shop:url");

        var result = await _cli.RunAsync("rollback", "old-1");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("postgres://s3cret@db", Assert.Single(daemon.Rollbacks).NewTargetConfig!.Env!.Single().Value);
        Assert.Single(_op.Calls);

        daemon.RollbackTargets = Kept("command:evil:x");
        var refused = await _cli.RunAsync("rollback", "old-1");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("secret_providers.command has no source 'evil'", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.WorkDirectory, "evil-ran")));
    }

    [Fact]
    public async Task File_with_a_mistake_asks_for_nothing()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Write(daemon, "replicas: 0\n");

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(_op.Calls);
        Assert.Empty(_sops.Calls);
    }

    [Fact]
    public async Task Every_source_that_fails_is_named_and_nothing_is_deployed()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        _cli.Variables["OP_SERVICE_ACCOUNT_TOKEN"] = "ops_abcdef";
        _op.Answer("printf '\\033[31m[ERROR]\\033[0m no vault for ops_abcdef\\n' >&2; exit 3");
        _sops.Print("smtp: {pasword: m4il-pw}");
        Write(daemon);

        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("onepassword source 'shop' (read): op ended with exit code 3:\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("[ERROR] no vault for ••••••\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("the sops source 'prod' has no key 'smtp.password'", result.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'smtp.pasword'?", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("m4il-pw", result.ToString(), StringComparison.Ordinal);
        Assert.Empty(daemon.Deployments);
    }

    [Fact]
    public async Task Tool_and_file_that_are_missing_are_named()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Write(daemon);
        File.Delete(Path.Combine(_cli.Docker.Directory, "op"));
        File.Delete(Path.Combine(_cli.WorkDirectory, "secrets", "prod.yaml"));

        var result = await _cli.RunAsync("deploy");

        Assert.Contains("onepassword source 'shop' (read): the program 'op' is not installed, or not on PATH", result.Error, StringComparison.Ordinal);
        Assert.Contains("Install the 1Password CLI", result.Error, StringComparison.Ordinal);
        Assert.Contains($"sops source 'prod' (validate): there is no file {_cli.WorkDirectory}/secrets/prod.yaml", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Original_daemon_is_not_sent_providers_that_it_does_not_know()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.Capabilities = null;
        Write(daemon, "");

        var result = await _cli.RunAsync("deploy");

        Assert.True(result.ExitCode == 0, result.ToString());
        var kept = Assert.Single(daemon.Deployments).RollbackDeployConfig!.SecretProviders!;
        Assert.NotNull(kept.Onepassword);
        Assert.NotNull(kept.Sops);
        Assert.Null(kept.Command);
    }

    private void Write(FakeDaemon daemon, string more = "") => _cli.WriteDeployFile(daemon.ServerName, """
        env:
          - {name: DATABASE_URL, from: {secret: onepassword:shop.url}}
          - {name: SMTP_PASSWORD, from: {secret: "sops:prod:smtp.password"}}
        secret_providers:
          onepassword: {shop: {vault: Prod, item: Shop DB}}
          sops: {prod: {file: secrets/prod.yaml}}
          command: {unused: {command: ["false"]}}

        """ + more);

    private static RollbackTargetsResponse Kept(string reference) => new()
    {
        Targets =
        [
            new RollbackTarget
            {
                DeploymentId = "old-1",
                ImageRef = "hello:old-1",
                RawDeployConfig = new DeployConfig
                {
                    Name = "hello",
                    Image = new ImageConfig { Repository = "hello", Tag = "old-1", Build = false },
                    Env = [new EnvVar { Name = "KEY", From = new ValueReference { Secret = reference } }],
                    SecretProviders = new SecretProviders
                    {
                        Command = new Dictionary<string, CommandSource> { ["evil"] = new(["touch", "evil-ran"], null) },
                    },
                },
            },
        ],
    };
}
