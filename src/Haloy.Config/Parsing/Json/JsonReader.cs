namespace Haloy.Config.Parsing.Json;

/// <summary>
/// Reads a JSON document (RFC 8259, nothing more) into nodes. Our own, for the sake of the messages and of a place for every key and value;
/// tests hold it against System.Text.Json. A key written twice is there twice.
/// </summary>
internal sealed class JsonReader
{
    private const int MaxDepth = 64;

    private readonly TextCursor _cursor;

    private JsonReader(string text) => _cursor = new TextCursor(text);

    /// <summary>The document's root; nothing for a file of blanks.</summary>
    public static ConfigNode Read(SourceText source) => new JsonReader(source.Text).ReadDocument();

    private ConfigNode ReadDocument()
    {
        SkipBlanks();
        if (_cursor.AtEnd)
            return new ScalarNode("", ScalarKind.Null, quoted: false, new TextPlace(1, 1));
        var root = ReadValue(0);
        SkipBlanks();
        return _cursor.AtEnd
            ? root
            : throw Comment() ?? new SyntaxException(_cursor.Place, "something follows the end of the document", "A deploy file is one block in { }.");
    }

    private ConfigNode ReadValue(int depth)
    {
        var place = _cursor.Place;
        if (depth > MaxDepth)
            throw new SyntaxException(place, $"blocks and lists are nested deeper than {MaxDepth} levels");
        return _cursor.Current switch
        {
            '{' => new MapNode(ReadItems('}', "block", () => ReadEntry(depth)), place),
            '[' => new ListNode(ReadItems(']', "list", () => ReadValue(depth + 1)), place),
            '"' => new ScalarNode(JsonStringReader.Read(_cursor), ScalarKind.Text, quoted: true, place),
            _ => JsonWordReader.Read(_cursor) ?? throw NoValue(),
        };
    }

    /// <summary>What stands between brackets, separated by commas; the cursor is at the opening one.</summary>
    private List<T> ReadItems<T>(char close, string noun, Func<T> read)
    {
        var start = _cursor.Place;
        var items = new List<T>();
        _cursor.Skip();
        SkipBlanks();
        if (_cursor.TrySkip(close))
            return items;
        while (true)
        {
            items.Add(read());
            var end = _cursor.Place;
            SkipBlanks();
            if (_cursor.TrySkip(close))
                return items;
            var comma = _cursor.Place;
            if (!_cursor.TrySkip(','))
                throw NoComma(start, end, close, noun);
            SkipBlanks();
            if (_cursor.Current == close)
                throw new SyntaxException(comma, $"JSON allows no comma before '{close}'", "Remove the comma.");
        }
    }

    private MapEntry ReadEntry(int depth)
    {
        var place = _cursor.Place;
        if (_cursor.Current != '"')
            throw NoKey();
        var key = JsonStringReader.Read(_cursor);
        var end = _cursor.Place;
        SkipBlanks();
        if (!_cursor.TrySkip(':'))
            throw new SyntaxException(end, "':' is missing after this key", "Write \"key\": value.");
        SkipBlanks();
        return new MapEntry(key, place, ReadValue(depth + 1));
    }

    private void SkipBlanks()
    {
        while (_cursor.Current is ' ' or '\t' or '\n' or '\r')
            _cursor.Skip();
    }

    private SyntaxException NoValue() => Comment() ?? _cursor.Current switch
    {
        _ when _cursor.AtEnd => new(_cursor.Place, "the file ends where a value is wanted"),
        '\'' => new(_cursor.Place, "JSON knows only double quotes", "Write \"…\"."),
        ',' or ']' or '}' or ':' => new(_cursor.Place, $"a value is missing before '{_cursor.Current}'"),
        var found => new(_cursor.Place, $"a value cannot begin with {CharacterName.Of(found)}", "Text takes double quotes."),
    };

    private SyntaxException NoKey() => Comment() ?? (_cursor.AtEnd
        ? new(_cursor.Place, "the file ends where a key is wanted")
        : new(_cursor.Place, $"a key is wanted here, not {CharacterName.Of(_cursor.Current)}", "Keys take double quotes: \"name\"."));

    private SyntaxException NoComma(TextPlace start, TextPlace end, char close, string noun) => Comment() ?? (_cursor.AtEnd
        ? new(start, $"the {noun} that begins here is not closed", $"End it with '{close}'.")
        : _cursor.Current is '}' or ']' or ':'
            ? new(_cursor.Place, $"',' or '{close}' is wanted here, not '{_cursor.Current}'", $"The {noun} begins on line {start.Line}.")
            : new(end, "a comma is missing here"));

    private SyntaxException? Comment() => _cursor.Current is '/' or '#'
        ? new SyntaxException(_cursor.Place, "JSON knows no comments", "Remove it, or use haloy.yaml or haloy.toml, which know them.")
        : null;
}
