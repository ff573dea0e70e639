namespace Haloy.Config.Parsing.Toml;

/// <summary>Reads a TOML 1.0 document; the first thing that is not TOML ends it with a <see cref="SyntaxException"/>.</summary>
internal sealed class TomlReader
{
    private readonly TextCursor _cursor;
    private readonly TomlTable _root = new(new TextPlace(1, 1), TomlOrigin.Header, 0);
    private TomlTable _section;

    private TomlReader(string text)
    {
        _cursor = new TextCursor(text);
        _section = _root;
    }

    /// <summary>The document's root table.</summary>
    public static TomlTable Read(string text) => new TomlReader(text).ReadDocument();

    private TomlTable ReadDocument()
    {
        for (TomlTrivia.SkipLines(_cursor); !_cursor.AtEnd; TomlTrivia.SkipLines(_cursor))
        {
            if (_cursor.Current == '[')
                ReadHeader();
            else
                TomlValueReader.ReadPair(_cursor, _section);
            TomlTrivia.EndLine(_cursor);
        }

        return _root;
    }

    private void ReadHeader()
    {
        var list = _cursor.Ahead(1) == '[';
        var close = list ? "]]" : "]";
        for (var i = 0; i < close.Length; i++)
            _cursor.Skip();
        var key = TomlKeyReader.Read(_cursor);
        if (!_cursor.TrySkip(close))
            throw new SyntaxException(_cursor.Place, $"'{close}' is missing at the end of this header", $"Write {(list ? "[[name]]" : "[name]")}.");
        _section = list ? TomlTables.Append(_root, key) : TomlTables.Define(_root, key);
    }
}
