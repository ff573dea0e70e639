using Haloy.Config.Problems;

namespace Haloy.Config.Tests;

/// <summary>What cannot be read and what is not allowed are reported together, and nothing that only follows from another problem.</summary>
public sealed class AllProblemsTests
{
    [Fact]
    public void Unknown_keys_wrong_types_and_wrong_values_are_reported_together()
    {
        var problems = Deploy.Load("""
            name: my app
            prot: 80
            replicas: many
            health_check_path: health
            env:
              - name: A
                value: b
              - just text
              - name: B
                from: {env: X, secret: Y}
            """).Problems;

        Assert.Equal(
            [
                (ProblemCode.Value, "name", 1),
                (ProblemCode.UnknownKey, "prot", 2),
                (ProblemCode.Type, "replicas", 3),
                (ProblemCode.Value, "health_check_path", 4),
                (ProblemCode.Type, "env[1]", 8),
                (ProblemCode.Conflict, "env[2].from", 10),
            ],
            problems.Select(p => (p.Code, p.Path, p.Line!.Value)));
    }

    [Fact]
    public void Every_target_is_checked_though_another_cannot_be_read()
    {
        var problems = Deploy.Load("""
            replicas: 0
            targets:
              broken: nothing
              odd: {port: 99999}
              fine: {replicas: 2}
            """).Problems;

        Assert.Equal([("replicas", 1), ("targets.broken", 3), ("targets.odd.port", 4)], problems.Select(p => (p.Path, p.Line!.Value)));
    }

    [Fact]
    public void Every_contradiction_of_a_value_is_told()
    {
        var problems = Deploy.Problems("name: app\nenv:\n  - name: A\n    value: b\n    from: {env: X, secret: Y}\n");

        Assert.Equal(["env[0]", "env[0].from"], problems.Select(p => p.Path));
    }

    [Fact]
    public void Both_blocks_are_checked_where_a_key_stands_there_under_both_of_its_names()
    {
        var problems = Deploy.Problems("name: app\nimage:\n  builder: {platform: arm, contxt: a}\n  build_config: {push: nowhere}\n");

        Assert.Equal(
            ["image.builder", "image.builder.platform", "image.builder.contxt", "image.build_config.push"],
            problems.Select(p => p.Path));
    }

    [Fact]
    public void Target_whose_key_cannot_name_an_app_is_told_at_its_key()
    {
        var problem = Deploy.Problem("name: root\nimage: x\nserver: s.com\ntargets:\n  _bad: {}\n");

        Assert.Equal(("targets._bad", 5, 3), (problem.Path, problem.Line, problem.Column));
    }

    [Fact]
    public void Keys_with_dots_or_spaces_stand_in_quotes_in_paths()
    {
        var problems = Deploy.Problems("name: app\ntargets:\n  a.b: {}\n  c: {headers: {\"X Y.Z\": v, X.Y: \"a\\tb\\nc\"}}\n");

        Assert.Equal(["targets.\"a.b\"", "targets.c.headers.\"X Y.Z\"", "targets.c.headers.\"X.Y\""], problems.Select(p => p.Path));
        Assert.All(problems, p => Assert.NotNull(p.Line));
    }

    [Fact]
    public void Headers_and_log_options_may_have_dots() =>
        Assert.Empty(Deploy.Problems("name: app\nheaders: {X.Y: z}\nlog: {driver: local, options: {a.b: c}}\n"));

    [Theory]
    [InlineData("name: [app]")]
    [InlineData("nam: app")]
    [InlineData("targets: [a]")]
    [InlineData("targets: {a.b: {port: 80}}")]
    [InlineData("name: app\nimage: {history: {strategy: registry, cont: 3, pattern: v*}, tag: v1}")]
    [InlineData("name: app\nimage: {history: {strategy: registry, count: many, pattern: v*}, tag: v1}")]
    [InlineData("image: {history: {strategy: registry, cont: 3, pattern: v*}, tag: v1}\ntargets: {a: {}}")]
    [InlineData("name: app\nenv: [{name: A, vale: b}]")]
    [InlineData("name: app\nenv: [{name: A, value: [b]}]")]
    [InlineData("name: app\nenv: [{name: A, from: {evn: B}}]")]
    [InlineData("name: app\nimage: {repository: a/b, build: true, build_config: {push: registry}, registry: ghcr.io}")]
    [InlineData("name: app\nimage_key: db\nimages: [db]")]
    [InlineData("name: app\nimage_key: db\nimages: {db: 5}")]
    [InlineData("name: app\ndomains: a.com\naliases: [b.com]")]
    [InlineData("name: app\ndomains: [{domian: a.com}]\naliases: [b.com]")]
    [InlineData("name: app\ndomains: [{domain: a.com}]\naliases: [[b.com]]")]
    [InlineData("name: app\nnaming_strategy: static\ndeployment_strategy: [replace]")]
    public void One_mistake_is_one_problem(string yaml) => Assert.Single(Deploy.Load(yaml).Problems);

    [Fact]
    public void An_empty_block_is_not_taken_for_an_unreadable_one() =>
        Assert.Equal((ProblemCode.Reference, "image_key"), Deploy.Problem("name: app\nimage_key: db\nimages:") is var p ? (p.Code, p.Path) : default);

    [Fact]
    public void An_inherited_value_is_reported_once_and_where_it_is_written()
    {
        var problems = Deploy.Load("health_check_path: x\nunknown_thing: 1\ntargets: {a: {}, b: {}, c: {health_check_path: y}}").Problems;

        Assert.Equal(["health_check_path", "unknown_thing", "targets.c.health_check_path"], problems.Select(p => p.Path));
    }

    [Fact]
    public void Variables_are_not_looked_up_for_a_file_that_cannot_be_read()
    {
        var problem = Assert.Single(Deploy.Load("name: app\nprot: 1\nenv: [{name: A, from: {env: HALOY_TEST_NOT_SET}}]").Problems);

        Assert.Equal(ProblemCode.UnknownKey, problem.Code);
    }

    [Fact]
    public void Very_many_problems_of_reading_are_enough()
    {
        var lines = Enumerable.Range(0, 25_000).Select(i => $"unknown{i}: x");

        Assert.Equal(ConfigProblem.MostReported + 1, Deploy.Load(string.Join('\n', lines)).Problems.Count);
    }

    [Fact]
    public void Very_many_problems_of_values_are_enough_and_none_drags_a_huge_line_along()
    {
        var variables = Enumerable.Range(0, 25_000).Select(i => $"{{name: A{i}}}");

        var problems = Deploy.Problems($"name: app\nenv: [{string.Join(", ", variables)}]");

        Assert.Equal(ConfigProblem.MostReported + 1, problems.Count);
        Assert.All(problems, p => Assert.Null(p.SourceLine));
    }
}
