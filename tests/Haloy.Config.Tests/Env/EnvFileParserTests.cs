using Haloy.Config.Env;

namespace Haloy.Config.Tests.Env;

public sealed class EnvFileParserTests
{
    private static EnvFile Parse(string text) => EnvFileParser.Parse(text, name => name == "OUTER" ? "outer" : null);

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("A: b", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("  A = b  ", "b")]
    [InlineData("A=", "")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A='x $B \\n'", "x $B \\n")]
    [InlineData("A=\"x\\ny\\\"z\\\\\"", "x\ny\"z\\")]
    [InlineData("A=\"#no\" # comment", "#no")]
    [InlineData("B=1\nA=$B-${B}", "1-1")]
    [InlineData("A=\"$OUTER\"", "outer")]
    [InlineData("A=x$UNKNOWN", "x")]
    [InlineData("A=pa$word", "pa$word")]
    [InlineData("A=\\$B", "$B")]
    [InlineData("A=\"two\nlines\"", "two\nlines")]
    [InlineData("A=b\r\nC=d\r\n", "b")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("A=1\nA=2", "2")]
    [InlineData("A=a=b", "a=b")]
    public void Value_of_A_is_read(string text, string value)
    {
        var file = Parse(text);

        Assert.Empty(file.BadLines);
        Assert.Equal(value, file.Variables["A"]);
    }

    [Fact]
    public void Lines_that_are_not_understood_are_counted_and_skipped()
    {
        var file = Parse("A=1\nnonsense\n\n# fine\n=x\nB=\"multi\nline\"\n1X=2\nC='a' b\nD=\"open\nE=5");

        Assert.Equal([2, 5, 8, 9, 10], file.BadLines);
        Assert.Equal(["A", "B", "E"], file.Variables.Keys);
    }
}
