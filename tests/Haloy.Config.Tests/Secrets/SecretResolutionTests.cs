using System.Text.Json;
using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Tests.Secrets;

/// <summary>From references to values: what is asked for, what takes its place, and what is said when it is not there.</summary>
public sealed class SecretResolutionTests
{
    private const string Providers = """
        secret_providers:
          sops:
            app: {file: app.yaml}
            other: {file: other.yaml}
          command:
            get: {command: [get]}
        """;

    private const string Everywhere = """
        api_token: {from: {secret: "sops:app:token"}}
        image:
          repository: ghcr.io/me/app
          registry: {username: {value: me}, password: {from: {secret: "sops:app:password"}}}
          build_config: {push: registry, args: [{name: ARG, from: {secret: "command:get:arg"}}]}
        env:
          - {name: SECRET, from: {secret: "sops:app.env"}, build_arg: true}
          - {name: PLAIN, value: plain}
          - {name: URL, value: "x-${LINK}"}
          - {name: LINK, value: "y-${SECRET}"}
        targets:
          prod: {server: a.com}
          other:
            server: b.com
            env: [{name: OTHER, from: {secret: "sops:other:key"}}]

        """ + Providers;

    [Fact]
    public void Only_sources_that_the_selected_targets_need_are_read_each_once()
    {
        Assert.Equal(["sops:app", "command:get"], Planned(Everywhere, "prod"));
        Assert.Equal(["sops:app", "command:get", "sops:other"], Planned(Everywhere, "prod", "other"));
    }

    [Fact]
    public void Only_the_token_of_the_server_is_needed_without_values()
    {
        var file = Deploy.Read(Everywhere).WithoutValues();
        var open = TargetResolver.Resolve(file, TargetSelection.All, _ => null).Value!;

        var request = Assert.Single(SecretPlanner.Plan(open.Select(t => t.Config), file.Config.SecretProviders));

        Assert.Equal(new SecretSourceId("sops", "app"), request.Id);
    }

    [Fact]
    public void Values_of_routes_and_notices_are_looked_up_masked_and_left_out_like_all_others()
    {
        const string Yaml = """
            name: app
            domains: [{domain: a.com}]
            tls: {certificate: {from: {secret: "sops:app:token"}}, key: {from: {secret: "sops:app:password"}}}
            basic_auth: [{username: me, password: {from: {secret: "sops:app:password"}}}]
            notify: [{url: {from: {secret: "sops:app:url"}}}]

            """ + Providers;

        var target = Resolve(Yaml).Value!.Single();
        var stripped = TargetResolver.Resolve(Deploy.Read(Yaml).WithoutValues(), TargetSelection.Default, _ => null);

        Assert.Equal(("token-s", "password-s"), (target.Config.TlsCertificate!.Certificate!.Value, target.Config.TlsCertificate.Key!.Value));
        Assert.Equal(("password-s", "https://hook-s"), (target.Config.BasicAuth!.Single().Password!.Value, target.Config.Notify!.Single().Url!.Value));
        Assert.DoesNotContain("-s\"", JsonSerializer.Serialize(target.Masked(), ApiJson.Default.TargetConfig), StringComparison.Ordinal);
        Assert.Empty(SecretPlanner.Plan(stripped.Value!.Select(t => t.Config), Deploy.Read(Yaml).Config.SecretProviders));
    }

    [Fact]
    public void References_stay_references_as_long_as_nothing_is_looked_up()
    {
        var target = Open(Everywhere, "prod");

        Assert.Equal("sops:app:token", target.Config.ApiToken!.From!.Secret);
        Assert.Equal("sops:app.env", target.Config.Env![0].From!.Secret);
        Assert.Equal("x-y-${SECRET}", target.Config.Env[2].Value);
        Assert.Equal("sops:app.env", target.Config.Image!.BuildConfig!.Args![1].From!.Secret);
        Assert.Equal("sops:app:password", target.Masked().Image!.Registry!.Password!.From!.Secret);
    }

    [Fact]
    public void Values_take_the_place_of_references()
    {
        var config = Resolve(Everywhere, "prod").Value!.Single().Config;

        Assert.Equal("token-s", config.ApiToken!.Value);
        Assert.Equal(["env-s", "plain", "x-y-env-s", "y-env-s"], config.Env!.Select(e => e.Value));
        Assert.Equal("password-s", config.Image!.Registry!.Password!.Value);
        Assert.Equal(["whole-s", "env-s"], config.Image.BuildConfig!.Args!.Select(a => a.Value));
        Assert.DoesNotContain("\"from\"", JsonSerializer.Serialize(config, ApiJson.Default.TargetConfig), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_kept_for_rollback_holds_references_and_sources_only()
    {
        var kept = Resolve(Everywhere, "prod").Value!.Single().RollbackConfig;

        var json = JsonSerializer.Serialize(kept, ApiJson.Default.DeployConfig);
        Assert.DoesNotContain("-s\"", json, StringComparison.Ordinal);
        Assert.Equal("sops:app.env", kept.Env![0].From!.Secret);
        Assert.Equal(["get"], kept.SecretProviders!.Command!["get"].Command);
    }

    [Fact]
    public void What_came_from_elsewhere_or_was_made_of_it_is_masked()
    {
        var target = Resolve(Everywhere, "prod").Value!.Single();

        var json = JsonSerializer.Serialize(target.Masked(), ApiJson.Default.TargetConfig);
        Assert.DoesNotContain("-s", json, StringComparison.Ordinal);
        Assert.Equal(["••••••", "plain", "••••••", "••••••"], target.Masked().Env!.Select(e => e.Value));
        Assert.Equal("me", target.Masked().Image!.Registry!.Username!.Value);
        Assert.Equal(
            ["api_token", "env[0]", "env[2]", "env[3]", "image.build_config.args[0]", "image.build_config.args[1]", "image.registry.password"],
            target.SensitivePaths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Credentials_are_masked_even_where_they_stand_in_the_file()
    {
        var target = Deploy.Targets("""
            name: app
            api_token: {value: tok}
            image: {repository: r, build: false, registry: {username: {value: me}, password: {value: pw}}}
            """)["app"].Masked();

        Assert.Equal(("••••••", "me", "••••••"), (target.ApiToken!.Value, target.Image!.Registry!.Username!.Value, target.Image.Registry.Password!.Value));
    }

    [Fact]
    public void Source_that_failed_is_reported_once_where_it_is_defined()
    {
        var failed = new SecretValues(new Dictionary<SecretSourceId, Outcome<SecretData>>
        {
            [new("sops", "app")] = new SecretSourceId("sops", "app").Failed("decrypt", "sops ended with exit code 1", "hint"),
            [new("command", "get")] = SecretData.Whole("x"),
        });

        var problem = Assert.Single(TargetResolver.Resolve(Deploy.Read(Everywhere), TargetSelection.Named(["prod"]), _ => null, failed).Problems);

        Assert.Equal((ProblemCode.Secret, "secret_providers.sops.app", 18), (problem.Code, problem.Path, problem.Line));
        Assert.Equal(("sops source 'app' (decrypt): sops ended with exit code 1", "hint"), (problem.Message, problem.Hint));
    }

    [Fact]
    public void Missing_key_is_answered_with_the_keys_there_are()
    {
        var problem = Assert.Single(Resolve($"name: app\nenv:\n  - {{name: A, from: {{secret: 'sops:app:pasword'}}}}\n{Providers}").Problems);

        Assert.Equal((ProblemCode.Secret, "env[0].from.secret", 3), (problem.Code, problem.Path, problem.Line));
        Assert.Equal("the sops source 'app' has no key 'pasword'", problem.Message);
        Assert.Equal("Did you mean 'password'? It has: token, password, env, url.", problem.Hint);
    }

    [Theory]
    [InlineData("onepassword:prod:url", "", "this secret needs the onepassword source 'prod', but the file has no 'secret_providers'", "Add secret_providers.onepassword.prod.")]
    [InlineData("onepassword:prod-db.url", "", "this secret needs the onepassword source 'prod-db', but the file has no 'secret_providers'", null)]
    [InlineData("sops:app:url", "secret_providers: {sops: {ap: {file: a.yaml}}}", "secret_providers.sops has no source 'app'", "Did you mean 'ap'?")]
    [InlineData("pass:app:url", "secret_providers: {sops: {app: {file: a.yaml}}}", "secret_providers.pass has no source 'app'", "Add secret_providers.pass.app.")]
    [InlineData("onepasword:prod:url", "secret_providers: {}", "there is no secret provider 'onepasword', which the source 'prod' should belong to", "Did you mean 'onepassword'?")]
    [InlineData("vault:prod:url", "secret_providers: {}", "there is no secret provider 'vault', which the source 'prod' should belong to", "Allowed here: onepassword, sops, pass, age, command.")]
    [InlineData("onepassword:prod", "secret_providers: {}", "a secret is named as provider:source:key", "Providers are onepassword, sops, pass, age, command.")]
    public void Reference_that_leads_nowhere_says_why(string reference, string providers, string message, string? hint)
    {
        var problem = Deploy.Problem($"name: app\nenv:\n  - name: A\n    from: {{secret: '{reference}'}}\n{providers}");

        Assert.Equal((ProblemCode.Secret, "env[0].from.secret", 4), (problem.Code, problem.Path, problem.Line));
        Assert.Equal(message, problem.Message);
        if (hint is not null)
            Assert.Equal(hint, problem.Hint);
    }

    [Fact]
    public void Kept_configuration_is_resolved_with_the_sources_of_the_deploy_file()
    {
        var kept = Resolve(Everywhere, "prod").Value!.Single().RollbackConfig with
        {
            SecretProviders = new SecretProviders { Sops = new Dictionary<string, SopsSource> { ["app"] = new("/etc/shadow", "text") } },
        };
        var ours = Deploy.Read(Everywhere).Config.SecretProviders;

        var resolved = TargetResolver.ResolveStored(kept, ours, _ => null, Values);
        var without = TargetResolver.ResolveStored(kept, providers: null, _ => null, SecretValues.NotLookedUp);

        Assert.Equal("env-s", resolved.Value!.Env![0].Value);
        Assert.Contains(without.Problems, p => p.Message.Contains("has no 'secret_providers'", StringComparison.Ordinal));
    }

    private static SecretValues Values { get; } = new(new Dictionary<SecretSourceId, Outcome<SecretData>>
    {
        [new("sops", "app")] = SecretData.Of(new Dictionary<string, string> { ["token"] = "token-s", ["password"] = "password-s", ["env"] = "env-s", ["url"] = "https://hook-s" }),
        [new("command", "get")] = SecretData.Whole("whole-s"),
    });

    private static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(string yaml, params string[] targets) =>
        TargetResolver.Resolve(Deploy.Read(yaml), targets.Length == 0 ? TargetSelection.Default : TargetSelection.Named(targets), _ => null, Values);

    private static ResolvedTarget Open(string yaml, string target) =>
        Assert.Single(TargetResolver.Resolve(Deploy.Read(yaml), TargetSelection.Named([target]), _ => null).Value!);

    private static IEnumerable<string> Planned(string yaml, params string[] targets)
    {
        var file = Deploy.Read(yaml);
        var open = TargetResolver.Resolve(file, TargetSelection.Named(targets), _ => null).Value!;
        return SecretPlanner.Plan(open.Select(t => t.Config), file.Config.SecretProviders).Select(r => $"{r.Id.Provider}:{r.Id.Source}");
    }
}
