using Haloy.Config.Binding;

namespace Haloy.Config.Tests.Binding;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("serve", "serve")]
    [InlineData("  serve \t --port  80\n", "serve|--port|80")]
    [InlineData("echo 'a b' \"c d\" e\\ f", "echo|a b|c d|e f")]
    [InlineData("a'b'\"c\"d", "abcd")]
    [InlineData("x '' \"\"", "x||")]
    [InlineData("echo '$HOME && `x`'", "echo|$HOME && `x`")]
    [InlineData("echo \"a \\\"b\\\" \\\\ \\n\"", "echo|a \"b\" \\ \\n")]
    [InlineData("echo \\$HOME \\| \\'", "echo|$HOME|||'")]
    [InlineData("echo \"\\$HOME\"", "echo|$HOME")]
    [InlineData("price 5$ $5 $", "price|5$|$5|$")]
    [InlineData("a\\\nb", "ab")]
    [InlineData("grep a=b#c *.txt ~", "grep|a=b#c|*.txt|~")]
    public void Words_are_split_by_the_quoting_of_shells(string text, string words)
    {
        var (split, problem) = CommandWords.Split(text);

        Assert.Null(problem);
        Assert.Equal(words, string.Join('|', split));
    }

    [Theory]
    [InlineData("a && b", "has an unquoted '&'")]
    [InlineData("a | b", "has an unquoted '|'")]
    [InlineData("a; b", "has an unquoted ';'")]
    [InlineData("a > b", "has an unquoted '>'")]
    [InlineData("a `b`", "has an unquoted '`'")]
    [InlineData("a $B", "has an unquoted '$'")]
    [InlineData("a ${B}", "has an unquoted '$'")]
    [InlineData("a $(b)", "has an unquoted '$'")]
    [InlineData("a \"$B\"", "has a '$' in double quotes")]
    [InlineData("a \"`b`\"", "has a '`' in double quotes")]
    [InlineData("a 'b", "has a ' that is not closed")]
    [InlineData("a \"b", "has a \" that is not closed")]
    [InlineData("a \"b\\", "has a \" that is not closed")]
    [InlineData("a \\", "ends with a '\\'")]
    [InlineData("", "is empty")]
    [InlineData("  ", "is empty")]
    public void What_only_a_shell_understands_is_refused(string text, string problem) =>
        Assert.StartsWith(problem, CommandWords.Split(text).Problem, StringComparison.Ordinal);
}
