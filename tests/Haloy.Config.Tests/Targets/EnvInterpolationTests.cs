using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests.Targets;

public sealed class EnvInterpolationTests
{
    private static string Yaml(params string[] variables) =>
        "name: app\nenv:\n" + string.Concat(variables.Select(v => v.Split('=', 2)).Select(v => $"  - name: {v[0]}\n    value: '{v[1]}'\n"));

    private static string? Last(params string[] variables) => Deploy.Target(Yaml(variables)).Env![^1].Value;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${A}", "1")]
    [InlineData("x${A}y${B}z", "x1y2z")]
    [InlineData("${A}${A}", "11")]
    [InlineData("${MISSING}", "${MISSING}")]
    [InlineData("${A} ${MISSING} ${B}", "1 ${MISSING} 2")]
    [InlineData("$A ${} ${1X} ${A-B} $ ${A", "$A ${} ${1X} ${A-B} $ ${A")]
    [InlineData("${${A}}", "${1}")]
    [InlineData("${CHAIN}", "<1>")]
    public void Value_takes_in_other_variables_of_the_target(string value, string expected) =>
        Assert.Equal(expected, Last("A=1", "B=2", "CHAIN=<${A}>", "X=" + value));

    [Fact]
    public void Order_does_not_matter() =>
        Assert.Equal("2", Deploy.Target(Yaml("X=${Y}", "Y=${Z}", "Z=2")).Env![0].Value);

    [Fact]
    public void Values_that_came_from_references_are_inserted_but_not_scanned()
    {
        var env = Deploy.Target("name: app\nenv:\n  - {name: P, from: {env: SECRET}}\n  - {name: URL, value: 'db://${P}'}\n", ("SECRET", "a${URL}b")).Env!;

        Assert.Equal(["a${URL}b", "db://a${URL}b"], env.Select(e => e.Value));
    }

    [Theory]
    [InlineData("the variable A refers to itself", "A=${A}")]
    [InlineData("these variables refer to each other in a circle: A → B → A", "A=${B}", "B=${A}")]
    [InlineData("these variables refer to each other in a circle: A → B → C → A", "A=${B}", "B=${C}", "C=${A}")]
    public void Cycle_names_its_members(string message, params string[] variables)
    {
        var problem = Deploy.Problem(Yaml(variables));

        Assert.Equal((ProblemCode.Reference, message, "env[0].value", 4), (problem.Code, problem.Message, problem.Path, problem.Line));
    }

    [Fact]
    public void Values_that_double_at_each_step_are_stopped()
    {
        var variables = Enumerable.Range(1, 40).Select(i => $"V{i}=${{V{i - 1}}}${{V{i - 1}}}").Prepend("V0=0123456789");

        Assert.Contains(Deploy.Problems(Yaml([.. variables])), p => p.Message.Contains("longer than 128 KiB", StringComparison.Ordinal));
    }

    [Fact]
    public void Chain_of_thousands_is_stopped()
    {
        var variables = Enumerable.Range(1, 5000).Select(i => $"V{i}=${{V{i - 1}}}").Prepend("V0=x").Reverse();

        Assert.Contains(Deploy.Problems(Yaml([.. variables])), p => p.Message.Contains("more than 64 others", StringComparison.Ordinal));
    }

    [Fact]
    public void Flagged_variables_become_build_arguments_with_their_final_values()
    {
        var build = Deploy.Target("""
            name: app
            image: {build_config: {args: [{name: EXPLICIT, value: stays}, {name: PASSED}]}}
            env:
              - {name: HOST, value: example.com}
              - {name: URL, value: "https://${HOST}", build_arg: true}
              - {name: EXPLICIT, value: other, build_arg: true}
              - {name: TOKEN, from: {env: TOKEN}, build_arg: true}
            """, ("TOKEN", "t")).Image!.BuildConfig!;

        Assert.Equal(["EXPLICIT=stays", "PASSED=", "URL=https://example.com", "TOKEN=t"], build.Args!.Select(a => $"{a.Name}={a.Value}"));
    }

    [Theory]
    [InlineData("name: app\nimage: nginx\nenv: [{name: A, value: b, build_arg: true}]")]
    [InlineData("name: app\nenv: [{name: A, value: b}]")]
    public void Nothing_is_added_when_not_building_or_not_flagged(string yaml) =>
        Assert.Null(Deploy.Target(yaml).Image!.BuildConfig);

    [Fact]
    public void Build_block_is_made_when_there_is_none() =>
        Assert.Equal(new BuildArg { Name = "A", Value = "b" }, Assert.Single(Deploy.Target("name: app\nenv: [{name: A, value: b, build_arg: true}]").Image!.BuildConfig!.Args!));
}
