using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Problems;

public sealed class ConfigProblemFormatterTests
{
    private static string Output(string yaml) => ConfigProblemFormatter.Format(Deploy.Problems(yaml)).ReplaceLineEndings("\n");

    [Fact]
    public void Problems_of_a_file_are_shown_with_place_line_key_and_hint() =>
        Assert.Equal(
            """
            haloy.yaml:3:3: unknown key 'prot'
              3 |   prot: 80
                |   ^
              key: targets.prod.prot
              hint: Did you mean 'port'?

            haloy.yaml:4:13: 'replicas' must be a whole number, but this is text
              4 |   replicas: many
                |             ^
              key: targets.prod.replicas
            """,
            Output("targets:\n prod:\n  prot: 80\n  replicas: many\n"));

    [Fact]
    public void Validation_problems_point_into_the_file_as_well() =>
        Assert.Equal(
            """
            haloy.yaml:2:1: 'replicas' must be at least 1, not 0
              2 | replicas: 0
                | ^
              key: replicas

            haloy.yaml:6:7: the domain 'prod' cannot be routed: it needs at least two parts, such as 'example.com'
              6 |     - domain: prod
                |       ^
              key: targets.prod.domains[0].domain
            """,
            Output("name: app\nreplicas: 0\ntargets:\n  prod:\n    domains:\n    - domain: prod\n"));

    [Fact]
    public void Tabs_and_long_lines_keep_the_caret_in_place()
    {
        var source = new string('x', 300) + "\tbad";

        var text = ConfigProblemFormatter.Format(new ConfigProblem(ProblemCode.Syntax, "", "f.yaml", 7, 302, "wrong", null, source));

        var lines = text.Split('\n');
        Assert.Equal('b', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
        Assert.Contains('→', lines[1]);
        Assert.True(lines[1].Length < 140);
    }

    [Theory]
    [InlineData("name: app\napi_token: hunter2")]
    [InlineData("name: app\napi_token: {from: hunter2}")]
    [InlineData("name: app\napi_token: {value: hunter2, from: {env: X}}")]
    [InlineData("name: app\nenv:\n  - name: A\n    vaule: hunter2")]
    [InlineData("name: app\nenv:\n  - {name: A, value: hunter2, form: x}")]
    [InlineData("name: app\nenv: hunter2")]
    [InlineData("name: app\nenv: [hunter2]")]
    [InlineData("name: app\nimage:\n  repository: a\n  registry:\n    username: {value: u}\n    password: hunter2")]
    public void What_may_be_a_secret_is_not_shown(string yaml)
    {
        var output = Output(yaml);

        Assert.Contains("haloy.yaml:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_without_a_file_is_its_message() =>
        Assert.Equal("wrong\n  key: port", ConfigProblemFormatter.Format(ConfigProblem.At(ProblemCode.Value, "port", "wrong")));

    [Theory]
    [InlineData(ProblemCode.Syntax, "syntax")]
    [InlineData(ProblemCode.UnknownKey, "unknown-key")]
    [InlineData(ProblemCode.Type, "type")]
    [InlineData(ProblemCode.Value, "value")]
    [InlineData(ProblemCode.Missing, "missing")]
    [InlineData(ProblemCode.Conflict, "conflict")]
    [InlineData(ProblemCode.Reference, "reference")]
    [InlineData(ProblemCode.Secret, "secret")]
    [InlineData(ProblemCode.File, "file")]
    public void Code_has_a_word(ProblemCode code, string word) => Assert.Equal(word, code.Word());
}
