using System.Text.Json;
using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests.Targets;

public sealed class ReferenceTests
{
    private const string AllReferences = """
        api_token: {from: {env: TOKEN}}
        image:
          repository: ghcr.io/me/app
          registry: {username: {from: {env: USER_NAME}}, password: {from: {env: PASSWORD}}}
          build_config: {push: registry, args: [{name: ARG, from: {env: ARG}}]}
        env:
          - {name: SECRET, from: {env: SECRET}, build_arg: true}
          - {name: PLAIN, value: "x-${SECRET}"}
        secret_providers: {sops: {app: {file: secrets.yaml}}}
        global_pre_deploy: ["true"]
        targets:
          prod: {server: a.com}
        """;

    private static readonly (string, string)[] Environment =
        [("TOKEN", "token-v"), ("USER_NAME", "user-v"), ("PASSWORD", "password-v"), ("ARG", "arg-v"), ("SECRET", "secret-v")];

    [Fact]
    public void Without_values_only_the_token_of_the_server_is_looked_up()
    {
        var asked = new List<string>();

        var resolved = TargetResolver.Resolve(Deploy.Load(AllReferences).Value!.WithoutValues(), TargetSelection.All, name =>
        {
            asked.Add(name);
            return "value";
        });

        Assert.True(resolved.Succeeded);
        Assert.Equal(["TOKEN"], asked.Distinct());
    }

    [Fact]
    public void Every_reference_is_replaced_in_the_resolved_target()
    {
        var config = Deploy.Target(AllReferences, Environment);

        var json = JsonSerializer.Serialize(config, ApiJson.Default.TargetConfig);
        Assert.DoesNotContain("\"from\"", json, StringComparison.Ordinal);
        foreach (var (_, value) in Environment)
            Assert.Contains(value, json, StringComparison.Ordinal);
        Assert.Equal("x-secret-v", config.Env![1].Value);
    }

    [Fact]
    public void Rollback_config_holds_references_and_no_token()
    {
        var rollback = Deploy.Targets(AllReferences, Environment)["prod"].RollbackConfig;

        var json = JsonSerializer.Serialize(rollback, ApiJson.Default.DeployConfig);
        Assert.DoesNotContain("-v\"", json, StringComparison.Ordinal);
        Assert.Null(rollback.ApiToken);
        Assert.Null(rollback.Targets);
        Assert.Equal("SECRET", rollback.Env![0].From!.Env);
        Assert.Equal("x-${SECRET}", rollback.Env[1].Value);
        Assert.Equal("PASSWORD", rollback.Image!.Registry!.Password!.From!.Env);
        Assert.Equal("secrets.yaml", rollback.SecretProviders!.Sops!["app"].File);
    }

    [Fact]
    public void Rollback_config_has_every_field_of_a_target_but_token_and_image_key()
    {
        var everything = Full.Target() with { ApiToken = null, ImageKey = null };

        Assert.Equal(
            JsonSerializer.Serialize(everything, ApiJson.Default.TargetConfig),
            JsonSerializer.Serialize<TargetConfig>(RollbackConfigs.From(everything, null), ApiJson.Default.TargetConfig));
        Assert.Equal(
            JsonSerializer.Serialize(everything with { Image = null, Env = null }, ApiJson.Default.TargetConfig),
            JsonSerializer.Serialize(TargetMerger.Merge(everything, new TargetConfig { Name = everything.Name }), ApiJson.Default.TargetConfig));
    }

    [Fact]
    public void Stored_config_resolves_to_the_same_target_without_a_build()
    {
        var target = Deploy.Targets(AllReferences, Environment)["prod"];
        var lookup = Environment.ToDictionary(e => e.Item1, e => e.Item2);
        lookup.Remove("ARG");

        var stored = TargetResolver.ResolveStored(target.RollbackConfig, providers: null, n => lookup.GetValueOrDefault(n), SecretValues.NotLookedUp);

        Assert.True(stored.Succeeded, ConfigProblemFormatter.Format(stored.Problems));
        Assert.Equal(target.Config.Env, stored.Value.Env);
        Assert.Equal(target.Config.Image!.Registry, stored.Value.Image!.Registry);
        Assert.False(stored.Value.Image.ShouldBuild());
        Assert.IsNotType<DeployConfig>(stored.Value);
    }

    [Fact]
    public void Stored_config_whose_variable_is_gone_says_which()
    {
        var rollback = Deploy.Targets(AllReferences, Environment)["prod"].RollbackConfig;

        var problems = TargetResolver.ResolveStored(rollback, providers: null, _ => null, SecretValues.NotLookedUp).Problems;

        Assert.Contains(problems, p => p.Path == "env[0].from.env" && p.Message.Contains("SECRET", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Variable_that_is_unset_or_empty_is_a_problem(string? value)
    {
        var file = Deploy.Read("name: app\nenv:\n  - name: A\n    from:\n      env: NOPE\n");

        var problem = Assert.Single(TargetResolver.Resolve(file, TargetSelection.Default, _ => value).Problems);

        Assert.Equal((ProblemCode.Reference, "env[0].from.env", 5), (problem.Code, problem.Path, problem.Line));
        Assert.Contains("NOPE", problem.Message, StringComparison.Ordinal);
    }
}
