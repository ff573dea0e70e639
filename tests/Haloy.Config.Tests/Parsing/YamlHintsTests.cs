using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Parsing;

public sealed class YamlHintsTests
{
    [Theory]
    [InlineData("name: app\n\tport: 80\n", 2, "Indent with spaces")]
    [InlineData("image:\n\ttag: app\n", 2, "Indent with spaces")]
    [InlineData("name: app\nserver example.com\nport: 80\n", 2, "Is a colon missing? Write: server: example.com")]
    [InlineData("image:\n  repository: a\n   tag: b\n", 3, "indented by 3 spaces; the file uses steps of 2")]
    [InlineData("name: @app\n", 1, "Put the value in quotes: name: \"@app\"")]
    [InlineData("name: a: b\n", 1, "Put the value in quotes: name: \"a: b\"")]
    [InlineData("targets:\n  us:\n    pre_deploy: - \"x\"\n", 3, "Write the list item on a line of its own, below 'pre_deploy:'.")]
    [InlineData("name app\nport: 80\n", 1, "Is a colon missing? Write: name: app")]
    [InlineData("image:\n  tag v1\n  repository: a\n", 2, "Is a colon missing? Write: tag: v1")]
    [InlineData("domains:\n  - domain: a.com\n    aliases:\n   - b.com\n", 4, "indented by 3 spaces")]
    [InlineData("network: %x\n", 1, "Put the value in quotes: network: \"%x\"")]
    [InlineData("api_token:\n  value: @secret\n", 2, "Put the value in quotes.")]
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
