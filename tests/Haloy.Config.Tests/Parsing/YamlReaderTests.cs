using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Parsing;

public sealed class YamlReaderTests
{
    [Fact]
    public void Anchors_and_aliases_are_resolved()
    {
        var targets = Deploy.Targets("""
            targets:
              a:
                env: &env
                  - name: LEVEL
                    value: info
              b:
                env: *env
            """);

        Assert.Equal("info", Assert.Single(targets["b"].Config.Env!).Value);
    }

    [Fact]
    public void Merge_keys_add_what_the_block_does_not_have()
    {
        var targets = Deploy.Targets("""
            targets:
              a: &a {replicas: 3, port: 80}
              b: &b {port: 90, network: own}
              c:
                <<: [*a, *b]
                replicas: 1
            """);

        var merged = targets["c"].Config;
        Assert.Equal((1, "80", "own"), (merged.Replicas, merged.Port, merged.Network));
    }

    [Theory]
    [InlineData("name: *nobody", "nothing is named '&nobody'")]
    [InlineData("name: &a [*a]", "nothing is named '&a'")]
    [InlineData("<<: text\nname: a", "'<<' takes a block")]
    [InlineData("name: a\n---\nname: b", "one document")]
    [InlineData("? [a]\n: b", "itself a block or a list")]
    [InlineData("name: !custom a", "the tag '!custom' is not supported")]
    public void Yaml_beyond_a_plain_tree_is_a_syntax_problem(string yaml, string message)
    {
        var problem = Assert.Single(Deploy.Load(yaml).Problems);

        Assert.Equal(ProblemCode.Syntax, problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.NotNull(problem.Line);
    }

    [Fact]
    public void Aliases_that_multiply_are_stopped()
    {
        var lines = Enumerable.Range(1, 30).Select(i => $"l{i}: &l{i} [*l{i - 1}, *l{i - 1}, *l{i - 1}]");

        var problems = Deploy.Load("l0: &l0 [a]\n" + string.Join('\n', lines)).Problems;

        Assert.Contains("too many values", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_stopped() =>
        Assert.Contains("nested deeper", Assert.Single(Deploy.Load("name: " + new string('[', 2000)).Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("name: !!str 5", "5")]
    [InlineData("name: 'a-b'", "a-b")]
    [InlineData("name: >-\n  folded", "folded")]
    [InlineData("\uFEFFname: bom", "bom")]
    [InlineData("name: crlf\r\nport: 80\r\n", "crlf")]
    [InlineData("---\nname: marked\n...\n", "marked")]
    public void Scalars_of_every_style_are_read(string yaml, string name) => Assert.Equal(name, Deploy.Target(yaml).Name);
}
