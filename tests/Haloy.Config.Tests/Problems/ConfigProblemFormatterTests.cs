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

            haloy.yaml:4:3: 'replicas' must be a whole number, but this is text
              4 |   replicas: many
                |   ^
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

    [Theory]
    [InlineData("a\tbad", 3, "a→bad", 2)]
    [InlineData("naïve: x", 8, "naïve: x", 7)]
    [InlineData("日本: x", 5, "日本: x", 6)]
    [InlineData("e\u0301e\u0301: x", 7, "e\u0301e\u0301: x", 4)]
    [InlineData("🚀: x", 4, "🚀: x", 3)]
    [InlineData("🚀x", 2, "🚀x", 0)]
    [InlineData("a\u001b[31mb", 7, "a·[31mb", 6)]
    [InlineData("a\u202Eb", 3, "a·b", 2)]
    [InlineData("name:   ", 20, "name:", 5)]
    public void Caret_stands_under_the_column(string source, int column, string shown, int cells) =>
        Assert.Equal(new ExcerptWindow(shown, cells), ExcerptWindow.Around(source, column));

    [Theory]
    [InlineData(1, 0, "", 0, 100, "…")]
    [InlineData(50, 49, "", 0, 100, "…")]
    [InlineData(500, 61, "…", 439, 539, "…")]
    [InlineData(1000, 61, "…", 939, 1000, "")]
    public void Long_line_is_cut_around_the_caret(int column, int cells, string before, int start, int end, string after)
    {
        var line = string.Concat(Enumerable.Range(0, 1000).Select(i => (char)('a' + (i % 26))));

        Assert.Equal(new ExcerptWindow(before + line[start..end] + after, cells), ExcerptWindow.Around(line, column));
    }

    [Fact]
    public void Parts_are_painted_and_the_text_of_the_file_cannot_paint()
    {
        var problem = new ConfigProblem(ProblemCode.UnknownKey, "a\u001b[1m", "f.yaml", 7, 3, "unknown key 'a\u001b[1m'", "Allowed here: name.", "  a: 1");

        var text = ConfigProblemFormatter.Format(problem, (part, value) => $"<{part}>{value}</>");

        Assert.Equal(
            """
            <Place>f.yaml:7:3:</> unknown key 'a·[1m'
              <Gutter>7 |</>   a: 1
              <Gutter>  |</>   <Caret>^</>
              <Label>key:</> a·[1m
              <Label>hint:</> Allowed here: name.
            """, text);
    }

    [Theory]
    [InlineData("name: app\napi_token: hunter2")]
    [InlineData("name: app\napi_token: {from: hunter2}")]
    [InlineData("name: app\napi_token: {value: hunter2, from: {env: X}}")]
    [InlineData("name: app\nenv:\n  - name: A\n    vaule: hunter2")]
    [InlineData("name: app\nenv:\n  - {name: A, value: hunter2, form: x}")]
    [InlineData("name: app\nenv: hunter2")]
    [InlineData("name: app\nenv: [hunter2]")]
    [InlineData("name: app\nimage: {repository: a, registry: {password: hunter2, usr: x}}")]
    [InlineData("name: app\napi_token: {value: \"hunter2}")]
    [InlineData("name: app\nimage:\n  repository: a\n  registry:\n    username: {value: u}\n    password: hunter2")]
    public void What_may_be_a_secret_is_not_shown(string yaml)
    {
        var output = Output(yaml);

        Assert.Contains("haloy.yaml:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: app\napi_token:\n  value: hun: ter\n", "  3 |   value: …\n    |           ^")]
    [InlineData("name: app\nenv:\n  - {name: A, value: hunter2, form: x}", "  3 |   - {name: A, value: …        form: …\n    |                               ^")]
    [InlineData("name: app\nenv: [{value: hunter2, name: A B}]", "  2 | env: [{value: …        name: …\n    |                        ^")]
    public void Key_and_caret_are_shown_where_a_value_is_not(string yaml, string excerpt) =>
        Assert.Contains(excerpt, Output(yaml), StringComparison.Ordinal);

    [Fact]
    public void The_file_as_a_whole_is_not_quoted() =>
        Assert.StartsWith("haloy.yaml:1:1: the file must be a block of keys", Output("- a\n"), StringComparison.Ordinal);

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

    [Theory]
    [InlineData("headers:\n  Authorization: [s3cr3t]\n")]
    [InlineData("headers: {X-Api-Key: s3cr3t, X-A: {}}\n")]
    [InlineData("headers: {Cookie: s3cr3t, 'a b': x}\n")]
    public void Line_with_the_credential_of_a_header_shows_its_key_only(string yaml)
    {
        var problems = Deploy.Problems($"name: app\n{yaml}");

        Assert.NotEmpty(problems);
        Assert.DoesNotContain("s3cr3t", ConfigProblemFormatter.Format(problems), StringComparison.Ordinal);
    }
}
