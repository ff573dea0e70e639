using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Json;

namespace Haloy.Config.Tests.Parsing.Json;

public sealed class JsonReaderTests
{
    [Theory]
    [InlineData(""" { "a" : [ 1 , -2.50 , 1e3 , true , false , null , "x" ] , "b" : { } , "c" : [ ] } """, "{a:[1 -2.50 1e3 true false null \"x\"] b:{} c:[]}")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", "\"\"\\/\b\f\n\r\té😀\"")]
    [InlineData("""{"a": 1, "a": 2}""", "{a:1 a:2}")]
    [InlineData("  ", "")]
    public void Document_is_read(string json, string expected) => Assert.Equal(expected, Text(json));

    [Theory]
    [InlineData("{\"a\": 1\n \"b\": 2}", 1, 8, "a comma is missing here")]
    [InlineData("{\"a\": 1,\n}", 1, 8, "JSON allows no comma before '}'")]
    [InlineData("[1, 2,]", 1, 6, "JSON allows no comma before ']'")]
    [InlineData("{a: 1}", 1, 2, "a key is wanted here, not 'a'")]
    [InlineData("{'a': 1}", 1, 2, "a key is wanted here, not '''")]
    [InlineData("{\"a\" 1}", 1, 5, "':' is missing after this key")]
    [InlineData("{\"a\": }", 1, 7, "a value is missing before '}'")]
    [InlineData("{\"a\": 'x'}", 1, 7, "JSON knows only double quotes")]
    [InlineData("{\"a\": hunter2}", 1, 7, "this is not a value")]
    [InlineData("{\"a\": True}", 1, 7, "this is not a value")]
    [InlineData("{\"a\": NaN}", 1, 7, "this is not a value")]
    [InlineData("{\"a\": 01}", 1, 7, "this is not a number")]
    [InlineData("{\"a\": .5}", 1, 7, "this is not a number")]
    [InlineData("{\"a\": 5.}", 1, 7, "this is not a number")]
    [InlineData("{\"a\": 1e}", 1, 7, "this is not a number")]
    [InlineData("{\"a\": -}", 1, 7, "this is not a number")]
    [InlineData("{\"a\": +1}", 1, 7, "this is not a number")]
    [InlineData("{\"a\": 1", 1, 1, "the block that begins here is not closed")]
    [InlineData("{\n\"a\": [1\n", 2, 6, "the list that begins here is not closed")]
    [InlineData("{\"a\": [1}", 1, 9, "',' or ']' is wanted here, not '}'")]
    [InlineData("{\"a\":", 1, 6, "the file ends where a value is wanted")]
    [InlineData("{\"a\": 1,", 1, 9, "the file ends where a key is wanted")]
    [InlineData("{\"a\": \"x\n\"}", 1, 7, "the text that begins here is not closed on its line")]
    [InlineData("{\"a\": \"x\u0001\"}", 1, 9, "the control character U+0001 is not allowed in text")]
    [InlineData("{\"a\": \"\\x\"}", 1, 8, "the backslash here is followed by no escape that JSON knows")]
    [InlineData("{\"a\": \"\\u12\"}", 1, 8, "\\u needs 4 hexadecimal digits")]
    [InlineData("{\"a\": \"\\ud800\"}", 1, 8, "this is half of a character")]
    [InlineData("{\"a\": 1} x", 1, 10, "something follows the end of the document")]
    [InlineData("{\n  // why\n  \"a\": 1}", 2, 3, "JSON knows no comments")]
    [InlineData("{\"a\": 1 /* why */}", 1, 9, "JSON knows no comments")]
    [InlineData("{\"a\": 1} # why", 1, 10, "JSON knows no comments")]
    public void What_is_not_json_is_refused_where_it_stands(string json, int line, int column, string message)
    {
        var exception = Assert.Throws<SyntaxException>(() => Text(json));

        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (exception.Place.Line, exception.Place.Column));
        Assert.DoesNotContain("hunter2", exception.Message + exception.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Deep_nesting_is_refused_without_using_up_the_stack(string piece)
    {
        var exception = Assert.Throws<SyntaxException>(() => Text(string.Concat(Enumerable.Repeat(piece, 100_000))));

        Assert.Contains("nested deeper than 64 levels", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_values_know_their_places()
    {
        var root = Assert.IsType<MapNode>(JsonReader.Read(new SourceText("", "{\n  \"a\": [\n    1,\r\n\t\"é😀\", {\"b\": 2}]}")));

        var a = root.Entries[0];
        var items = ((ListNode)a.Value).Items;
        var b = ((MapNode)items[2]).Entries[0];
        Assert.Equal(
            [(1, 1), (2, 3), (2, 8), (3, 5), (4, 2), (4, 9), (4, 10), (4, 15)],
            new[] { root.Place, a.Place, a.Value.Place, items[0].Place, items[1].Place, items[2].Place, b.Place, b.Value.Place }.Select(p => (p.Line, p.Column)));
    }

    private static string Text(string json) => Text(JsonReader.Read(new SourceText("", json)));

    private static string Text(ConfigNode node) => node switch
    {
        MapNode map => $"{{{string.Join(' ', map.Entries.Select(e => $"{e.Key}:{Text(e.Value)}"))}}}",
        ListNode list => $"[{string.Join(' ', list.Items.Select(Text))}]",
        ScalarNode { Quoted: true } text => $"\"{text.Text}\"",
        _ => ((ScalarNode)node).Text,
    };
}
