using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Parsing;

public sealed class YamlHintsTests
{
    [Theory]
    [InlineData("name: app\n\tport: 80\n", 2, "Indent with spaces")]
    [InlineData("image:\n\ttag: app\n", 2, "Indent with spaces")]
    [InlineData("name: app\nserver example.com\nport: 80\n", 2, "Is a colon missing? Write: server: example.com")]
    [InlineData("image:\n  repository: a\n   tag: b\n", 3, "indented by 3 spaces, the lines that it seems to belong to by 2")]
    [InlineData("name: @app\n", 1, "Put the value in quotes: name: \"@app\"")]
    [InlineData("name: a: b\n", 1, "Put the value in quotes: name: \"a: b\"")]
    [InlineData("targets:\n  us:\n    pre_deploy: - \"x\"\n", 3, "Write the list item on a line of its own, below 'pre_deploy:'.")]
    [InlineData("name app\nport: 80\n", 1, "Is a colon missing? Write: name: app")]
    [InlineData("image:\n  tag v1\n  repository: a\n", 2, "Is a colon missing? Write: tag: v1")]
    [InlineData("domains:\n  - domain: a.com\n    aliases:\n   - b.com\n", 4, "indented by 3 spaces")]
    [InlineData("network: %x\n", 1, "Put the value in quotes: network: \"%x\"")]
    [InlineData("api_token:\n  value: @secret\n", 2, "Put the value in quotes.")]
    [InlineData("env:\n    - name: x\n      value: @foo\n", 3, "Put the value in quotes.")]
    [InlineData("name: app\ndomains:\n    - domain: a.com\n      aliases:\n          - b.com\n    - domain: @c\n", 6, "Put the value in quotes: - domain: \"@c\"")]
    [InlineData("pre_deploy:\n  - @make\n", 2, "Put the value in quotes.")]
    [InlineData("name: app\ncanary:\n  steps: [5, 25\nport: 80\n", 3, "Close this '[' with ']'.")]
    [InlineData("image: {repository: a, tag: v1\nname: app\n", 1, "Close this '{' with '}'.")]
    [InlineData("env:\n    - name: x\n      value: y\n       build_arg: true\n", 4, "indented by 7 spaces, the lines that it seems to belong to by 6")]
    [InlineData("name: \"a\\ud83d\"\n", 1, "In double quotes '\\' begins an escape")]
    public void Syntax_error_comes_with_advice(string yaml, int line, string hint)
    {
        var problem = Assert.Single(Deploy.Load(yaml).Problems);

        Assert.Equal(ProblemCode.Syntax, problem.Code);
        Assert.Equal(line, problem.Line);
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# server example.com\nname: \"unclosed\n", "colon")]
    [InlineData("pre_deploy:\n  - make it\nname: \"unclosed\n", "colon")]
    [InlineData("name: a\nserver: \"a: b\"\nnetwork: \"unclosed\n", "quotes: server")]
    [InlineData("name: a\n# a: @b\nnetwork: \"unclosed\n", "quotes: #")]
    [InlineData("name: a\npre_deploy:\n  - |\n    make\n       it\nnetwork: \"unclosed\n", "indented")]
    [InlineData("image: nginx:1.29\nnetwork: \"unclosed\n", "quotes: image")]
    [InlineData("name: \"\\ud83d\"\n", "Put the value in quotes")]
    [InlineData("canary:\n  steps: [5,\n    \"]\", 25]\nnetwork: \"unclosed\n", "Close")]
    public void Advice_is_not_given_about_what_is_right(string yaml, string word) =>
        Assert.DoesNotContain(word, Assert.Single(Deploy.Load(yaml).Problems).Hint ?? "", StringComparison.Ordinal);

    [Fact]
    public void Syntax_error_without_a_guess_still_has_a_place()
    {
        var problem = Assert.Single(Deploy.Load("name: \"unclosed\n").Problems);

        Assert.Equal(ProblemCode.Syntax, problem.Code);
        Assert.NotNull(problem.Line);
    }
}
