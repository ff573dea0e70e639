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
    [InlineData("pre_deploy: - \"x\"\n", 1, "Put the value in quotes")]
    public void Syntax_error_comes_with_advice(string yaml, int line, string hint)
    {
        var problem = Assert.Single(Deploy.Load(yaml).Problems);

        Assert.Equal(ProblemCode.Syntax, problem.Code);
        Assert.Equal(line, problem.Line);
        Assert.Contains(hint, problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Syntax_error_without_a_guess_still_has_a_place()
    {
        var problem = Assert.Single(Deploy.Load("name: \"unclosed\n").Problems);

        Assert.Equal(ProblemCode.Syntax, problem.Code);
        Assert.NotNull(problem.Line);
    }
}
