using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Toml;

namespace Haloy.Config.Tests.Parsing.Toml;

/// <summary>Documents: keys, tables, lists, and what may not be defined twice.</summary>
public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("# only a comment", "{}")]
    [InlineData("\r\n# one\r\na = 1 # two\r\n\r\n", "{a:1}")]
    [InlineData("a = 1\nb-2 = 2\n3_c = 3\n\"x y\" = 4\n'' = 5", "{a:1 b-2:2 3_c:3 x y:4 :5}")]
    [InlineData("a . \"b\" .'c' = 1", "{a:{b:{c:1}}}")]
    [InlineData("3.14 = 1", "{3:{14:1}}")]
    [InlineData("a.b = 1\na.c.d = 2\na.c.e = 3", "{a:{b:1 c:{d:2 e:3}}}")]
    [InlineData("[a]\nx = 1\n[b]\nx = 2", "{a:{x:1} b:{x:2}}")]
    [InlineData("[ a . 'b.c' ] # here\nx = 1", "{a:{b.c:{x:1}}}")]
    [InlineData("[a.b]\nx = 1\n[a]\ny = 2", "{a:{b:{x:1} y:2}}")]
    [InlineData("[a.b.c]\nx = 1\n[a]\nb.d = 2", "{a:{b:{c:{x:1} d:2}}}")]
    [InlineData("[a]\nb.c = 1\n[a.b.d]\nx = 2", "{a:{b:{c:1 d:{x:2}}}}")]
    [InlineData("[[a]]\nx = 1\n[[a]]\n[a.b]\ny = 2\n[[a.c]]\n[[a.c]]", "{a:[{x:1} {b:{y:2} c:[{} {}]}]}")]
    [InlineData("a = [ # one\n 1,\n\n 2, # two\n]", "{a:[1 2]}")]
    [InlineData("a = [1, 'x', [true, []], {y = 2}]", "{a:[1 x [true []] {y:2}]}")]
    [InlineData("a = {b = 1, c.d = 2, c.e = {}}", "{a:{b:1 c:{d:2 e:{}}}}")]
    [InlineData("a = { }", "{a:{}}")]
    public void Document_is_read(string document, string expected) => Assert.Equal(expected, TomlText.Of(document));

    [Theory]
    [InlineData("a = 1\na = 2", 2, 1, "'a' is already defined on line 1")]
    [InlineData("a.b = 1\n'a'.b = 2", 2, 1, "'a.b' is already defined on line 1")]
    [InlineData("[a]\n[b]\n[a]", 3, 2, "'a' is already defined on line 1")]
    [InlineData("a.b = 1\n[a]", 2, 2, "'a' is already defined on line 1")]
    [InlineData("[a.b]\n[a]\nb.c = 1", 3, 1, "'b' on line 1 is complete")]
    [InlineData("[a.b.c]\n[a]\nb.d = 1\n[a.b]", 4, 2, "'a.b' is already defined on line 1")]
    [InlineData("a = {}\na.b = 1", 2, 1, "'a' on line 1 is complete")]
    [InlineData("a = {}\n[a.b]", 2, 2, "'a' on line 1 is complete")]
    [InlineData("a = {b.c = 1}\n[a.b.d]", 2, 2, "'a' on line 1 is complete")]
    [InlineData("a = {b = 1, b = 2}", 1, 13, "'b' is already defined on line 1")]
    [InlineData("a = {b = 1, b.c = 2}", 1, 13, "'b' on line 1 is not a table")]
    [InlineData("a = 1\n[a.b]", 2, 2, "'a' on line 1 is not a table")]
    [InlineData("a = []\n[[a]]", 2, 3, "'a' is already defined on line 1")]
    [InlineData("a = [{}]\n[a.b]", 2, 2, "'a' on line 1 is not a table")]
    [InlineData("[[a]]\n[a]", 2, 2, "'a' is already defined on line 1")]
    [InlineData("[a]\n[[a]]", 2, 3, "'a' is already defined on line 1")]
    [InlineData("[[a.b]]\n[[a]]", 2, 3, "'a' is already defined on line 1")]
    [InlineData("[[a]]\n[a.b]\n[[a.b]]", 3, 3, "'a.b' is already defined on line 2")]
    public void What_is_complete_is_not_defined_again(string document, int line, int column, string message) => Refused(document, line, column, message);

    [Theory]
    [InlineData("a", 1, 2, "'=' is missing after this key")]
    [InlineData("a b = 1", 1, 3, "'=' is missing after this key")]
    [InlineData("= 1", 1, 1, "a key is missing before '='")]
    [InlineData("a. = 1", 1, 4, "a key is missing before '='")]
    [InlineData("a..b = 1", 1, 3, "a key is missing before '.'")]
    [InlineData("é = 1", 1, 1, "a key cannot contain 'é'")]
    [InlineData("\"\"\"a\"\"\" = 1", 1, 1, "a key cannot be text of several lines")]
    [InlineData("a =\n1", 1, 4, "a value is missing here")]
    [InlineData("a = # none", 1, 5, "a value is missing here")]
    [InlineData("a = 1 b = 2", 1, 7, "nothing may follow on this line, but 'b' does")]
    [InlineData("a = 'x' 'y'", 1, 9, "nothing may follow on this line")]
    [InlineData("[a] b = 1", 1, 5, "nothing may follow on this line")]
    [InlineData("[a", 1, 3, "']' is missing at the end of this header")]
    [InlineData("[[a]", 1, 4, "']]' is missing at the end of this header")]
    [InlineData("[[a] ]", 1, 4, "']]' is missing at the end of this header")]
    [InlineData("[ [a]]", 1, 3, "a key cannot contain '['")]
    [InlineData("[]", 1, 2, "a key is missing before ']'")]
    [InlineData("[a]]", 1, 4, "nothing may follow on this line")]
    [InlineData("a = [1 2]", 1, 8, "',' or ']' is wanted here, not '2'")]
    [InlineData("a = [,]", 1, 6, "a value is missing here")]
    [InlineData("a = [1,,2]", 1, 8, "a value is missing here")]
    [InlineData("x = 1\na = [1,\n2", 2, 5, "the list that begins here is not closed")]
    [InlineData("a = {b = 1", 1, 5, "the table that begins here is not closed")]
    [InlineData("a = {b = 1,}", 1, 12, "a key is missing before '}'")]
    [InlineData("a = {\n  b = 1\n}", 1, 6, "a table in braces must end on its line")]
    [InlineData("a = {b = 1,\n c = 2}", 1, 12, "a table in braces must end on its line")]
    [InlineData("a = {b = 1 c = 2}", 1, 12, "',' or '}' is wanted here, not 'c'")]
    [InlineData("a = True", 1, 5, "this is not a value")]
    [InlineData("a = example.com", 1, 5, "this is not a value")]
    [InlineData("a = @x", 1, 5, "a value cannot begin with '@'")]
    public void What_is_not_toml_is_refused_where_it_stands(string document, int line, int column, string message) => Refused(document, line, column, message);

    [Theory]
    [InlineData("a = 1\rb = 2", 1, 6, "a carriage return without a line feed")]
    [InlineData("# a\rb", 1, 4, "a carriage return without a line feed")]
    [InlineData("# a\u0000", 1, 4, "the control character U+0000 is not allowed here")]
    [InlineData("a = 'x\u0007'", 1, 7, "the control character U+0007 is not allowed here")]
    [InlineData("a = \"x\u007F\"", 1, 7, "the control character U+007F is not allowed here")]
    [InlineData("a = \"\"\"x\r\"\"\"", 1, 9, "a carriage return without a line feed")]
    [InlineData("a = 1\u000B", 1, 6, "the control character U+000B is not allowed here")]
    [InlineData("a\u3000= 1", 1, 2, "'=' is missing after this key")]
    public void Control_characters_are_refused(string document, int line, int column, string message) => Refused(document, line, column, message);

    [Theory]
    [InlineData("a = ", "[", "")]
    [InlineData("a = ", "{a=", "")]
    [InlineData("", "a.", "a = 1")]
    [InlineData("[", "a.", "a]")]
    public void Deep_nesting_is_refused_without_using_up_the_stack(string start, string piece, string end)
    {
        var exception = Assert.Throws<SyntaxException>(() => TomlReader.Read(start + string.Concat(Enumerable.Repeat(piece, 100_000)) + end));

        Assert.Contains("nested deeper than 64 levels", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_adds_up_over_headers_keys_and_braces()
    {
        var path = string.Join('.', Enumerable.Repeat("a", 30));

        Assert.Throws<SyntaxException>(() => TomlReader.Read($"[{path}]\n{path} = {{{path} = 1}}"));
    }

    [Fact]
    public void Values_and_keys_know_their_places()
    {
        var root = TomlReader.Read("\n[a]\n  b.'c' = [\n    1,\n    {d = 2}]\n");

        var a = root.Entries["a"];
        var b = ((TomlTable)a.Value).Entries["b"];
        var c = ((TomlTable)b.Value).Entries["c"];
        var items = ((TomlArray)c.Value).Items;
        var d = ((TomlTable)items[1]).Entries["d"];
        Assert.Equal(
            [(2, 2), (2, 2), (3, 3), (3, 5), (3, 11), (4, 5), (5, 5), (5, 6), (5, 10)],
            new[] { a.Place, a.Value.Place, b.Place, c.Place, c.Value.Place, items[0].Place, items[1].Place, d.Place, d.Value.Place }.Select(p => (p.Line, p.Column)));
    }

    internal static void Refused(string document, int line, int column, string message)
    {
        var exception = Assert.Throws<SyntaxException>(() => TomlReader.Read(document));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (exception.Place.Line, exception.Place.Column));
    }
}
