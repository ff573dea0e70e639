using Haloy.Config.Problems;
using Haloy.Config.Targets;

namespace Haloy.Config.Tests.Targets;

public sealed class TargetResolverTests
{
    private const string TwoTargets = "targets:\n  prod: {server: a.com}\n  staging: {server: b.com}\n";

    private static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(string yaml, TargetSelection selection) =>
        TargetResolver.Resolve(Deploy.Read(yaml), selection, _ => null);

    [Fact]
    public void Default_on_a_file_with_targets_asks_for_a_choice()
    {
        var problem = Assert.Single(Resolve(TwoTargets, TargetSelection.Default).Problems);

        Assert.Equal("this file has targets (prod, staging), and none was chosen", problem.Message);
    }

    [Fact]
    public void All_takes_every_target_in_the_order_of_the_file() =>
        Assert.Equal(["prod", "staging"], Resolve(TwoTargets, TargetSelection.All).Value!.Select(t => t.Key));

    [Fact]
    public void Named_takes_each_target_once_in_the_order_asked_for() =>
        Assert.Equal(["staging", "prod"], Resolve(TwoTargets, TargetSelection.Named([" staging", "prod ", "staging"])).Value!.Select(t => t.Key));

    [Fact]
    public void Named_with_an_unknown_target_suggests_the_nearest()
    {
        var problem = Assert.Single(Resolve(TwoTargets, TargetSelection.Named(["prodd"])).Problems);

        Assert.Equal((ProblemCode.Reference, "no target is named 'prodd'", "Did you mean 'prod'?"), (problem.Code, problem.Message, problem.Hint));
    }

    [Fact]
    public void Selecting_targets_of_a_file_without_any_is_a_conflict()
    {
        Assert.Equal(ProblemCode.Conflict, Assert.Single(Resolve("name: app", TargetSelection.All).Problems).Code);
        Assert.Equal(ProblemCode.Conflict, Assert.Single(Resolve("name: app", TargetSelection.Named(["app"])).Problems).Code);
    }

    [Fact]
    public void Problems_of_targets_that_are_not_selected_do_not_matter()
    {
        const string yaml = "targets:\n  good: {server: a.com}\n  bad: {replicas: 0}\n";

        Assert.True(Resolve(yaml, TargetSelection.Named(["good"])).Succeeded);
        Assert.False(Resolve(yaml, TargetSelection.All).Succeeded);
    }

    [Fact]
    public void Minimal_file_gets_every_default()
    {
        var target = Assert.Single(Deploy.Targets("name: app")).Value;
        var config = target.Config;

        Assert.Equal("app", target.Key);
        Assert.False(target.HasServer);
        Assert.Equal(("app", "localhost", "rolling", "/", "8080", 1, 0),
            (config.Name, config.Server, config.DeploymentStrategy, config.HealthCheckPath, config.Port, config.Replicas, config.MinReadySeconds));
        Assert.Equal(("app", true, "local", 6), (config.Image!.Repository, config.Image.ShouldBuild(), config.Image.History!.Strategy, config.Image.History.Count));
    }

    [Fact]
    public void Server_can_be_given_afterwards_for_deploy_and_rollback_alike()
    {
        var target = Assert.Single(Deploy.Targets("name: app")).Value.WithServer("only.example.com");

        Assert.True(target.HasServer);
        Assert.Equal("only.example.com", target.Config.Server);
        Assert.Equal("only.example.com", target.RollbackConfig.Server);
    }

    [Fact]
    public void File_without_targets_needs_a_name()
    {
        var problem = Deploy.Problem("server: a.com");

        Assert.Equal((ProblemCode.Missing, "name", 1), (problem.Code, problem.Path, problem.Line));
    }

    [Theory]
    [InlineData("targets:\n  a: {name: same}\n  b: {name: same}")]
    [InlineData("targets:\n  a: {}\n  b: {name: a}")]
    public void Two_targets_with_one_name_are_a_conflict(string yaml)
    {
        var problem = Deploy.Problem(yaml);

        Assert.Equal((ProblemCode.Conflict, "targets.b.name", 3), (problem.Code, problem.Path, problem.Line));
        Assert.Contains("'a' and 'b'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_name_does_not_name_targets()
    {
        var targets = Deploy.Targets("name: app\ntargets:\n  a: {}\n  b: {name: own}");

        Assert.Equal(["a", "own"], targets.Values.Select(t => t.Config.Name));
    }

    [Fact]
    public void Scalars_are_inherited_and_explicit_zero_and_false_override()
    {
        var targets = Deploy.Targets("""
            replicas: 2
            min_ready_seconds: 5
            protected: true
            network: own
            targets:
              a: {}
              b: {replicas: 1, min_ready_seconds: 0, protected: false, network: ""}
            """);

        var (a, b) = (targets["a"].Config, targets["b"].Config);
        Assert.Equal((2, 5, true, "own"), (a.Replicas, a.MinReadySeconds, a.Protected, a.Network));
        Assert.Equal((1, 0, false, "own"), (b.Replicas, b.MinReadySeconds, b.Protected, b.Network));
    }

    [Fact]
    public void Lists_replace_and_an_empty_list_replaces_too()
    {
        var targets = Deploy.Targets("""
            domains: [{domain: a.com}]
            volumes: ["data:/data"]
            pre_deploy: [one]
            post_deploy: [two]
            targets:
              a: {}
              b: {domains: [], volumes: ["other:/other"], pre_deploy: [], post_deploy: [three]}
            """);

        var (a, b) = (targets["a"].Config, targets["b"].Config);
        Assert.Equal("a.com", Assert.Single(a.Domains!).Domain);
        Assert.Empty(b.Domains!);
        Assert.Equal(["other:/other"], b.Volumes!);
        Assert.Empty(b.PreDeploy!);
        Assert.Equal(["three"], b.PostDeploy!);
    }

    [Fact]
    public void Env_merges_by_name_in_the_order_of_the_base()
    {
        var target = Deploy.Target("""
            env:
              - {name: A, value: base}
              - {name: B, value: base}
            targets:
              t:
                env:
                  - {name: C, value: own}
                  - {name: A, value: own}
            """);

        Assert.Equal(["A=own", "B=base", "C=own"], target.Env!.Select(e => $"{e.Name}={e.Value}"));
    }

    [Fact]
    public void Env_with_one_name_twice_keeps_the_first_place_and_the_last_value() =>
        Assert.Equal(["A=2", "B=x"], Deploy.Target("name: app\nenv: [{name: A, value: 1}, {name: B, value: x}, {name: A, value: 2}]").Env!.Select(e => $"{e.Name}={e.Value}"));

    [Fact]
    public void Problem_in_merged_env_points_at_the_entry_that_has_it()
    {
        var problem = Deploy.Problem("""
            env:
              - {name: A, value: base}
            targets:
              t:
                env:
                  - {name: B, value: own}
                  - {name: A, value: own, from: {env: X}}
            """);

        Assert.Equal(("targets.t.env[1]", 7), (problem.Path, problem.Line));
    }

    [Fact]
    public void Problem_of_an_inherited_value_is_reported_once()
    {
        var problem = Deploy.Problem("port: 0\ntargets:\n  a: {}\n  b: {}\n");

        Assert.Equal(("port", 1), (problem.Path, problem.Line));
    }

    [Fact]
    public void Resolving_one_target_leaves_the_others_as_they_are()
    {
        const string yaml = "image: {tag: v1}\nenv: [{name: A, value: x, build_arg: true}]\ntargets:\n  a: {preset: database}\n  b: {}\n";

        var together = Deploy.Targets(yaml)["b"];
        var alone = Assert.Single(TargetResolver.Resolve(Deploy.Read(yaml), TargetSelection.Named(["b"]), _ => null).Value!);

        Assert.Equal("b", together.Config.Image!.Repository);
        Assert.Equal("local", together.Config.Image.History!.Strategy);
        Assert.Equal(alone.Config.Image!.BuildConfig!.Args, together.Config.Image.BuildConfig!.Args);
        Assert.Null(together.Config.Protected);
    }
}
