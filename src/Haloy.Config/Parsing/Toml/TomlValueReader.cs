using System.Buffers;

namespace Haloy.Config.Parsing.Toml;

/// <summary>Reads values: scalars, lists, tables in braces.</summary>
internal static class TomlValueReader
{
    private static readonly SearchValues<char> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+.:");

    /// <summary>The value at the cursor; <paramref name="depth"/> is how many tables and lists are around it.</summary>
    public static TomlValue Read(TextCursor cursor, int depth)
    {
        var place = cursor.Place;
        if (depth > TomlLimits.MaxDepth)
            throw TomlLimits.TooDeep(place);
        return cursor.Current switch
        {
            '"' or '\'' => new TomlScalar(TomlType.String, TomlStringReader.Read(cursor), place),
            '[' => ReadArray(cursor, depth),
            '{' => ReadInlineTable(cursor, depth),
            _ => ReadWord(cursor, place),
        };
    }

    private static TomlScalar ReadWord(TextCursor cursor, TextPlace place)
    {
        var word = cursor.TakeWhile(Word).ToString();
        if (word.Length == 0)
            throw Missing(cursor);
        if (TomlTimeReader.IsDate(word) && cursor.Current == ' ' && char.IsAsciiDigit(cursor.Ahead(1)))
        {
            cursor.Skip();
            word = $"{word} {cursor.TakeWhile(Word)}";
        }

        if (TomlTimeReader.Looks(word))
            return TomlTimeReader.Read(word, place);
        if (word is "true" or "false")
            return new TomlScalar(TomlType.Boolean, word, place);
        return TomlNumberReader.Read(word, place)
            ?? throw new SyntaxException(
                place, "this is not a value", word.ToLowerInvariant() is "true" or "false" ? "Write it in small letters." : "Text takes quotes.");
    }

    private static SyntaxException Missing(TextCursor cursor) => cursor.AtEnd || cursor.Current is '\n' or '\r' or '#' or ',' or ']' or '}'
        ? new(cursor.Place, "a value is missing here")
        : new(cursor.Place, $"a value cannot begin with {CharacterName.Of(cursor.Current)}", "Text takes quotes.");

    private static TomlArray ReadArray(TextCursor cursor, int depth)
    {
        var place = cursor.Place;
        var items = new List<TomlValue>();
        cursor.Skip();
        TomlTrivia.SkipLines(cursor);
        while (!cursor.TrySkip(']'))
        {
            items.Add(Read(cursor, depth + 1));
            TomlTrivia.SkipLines(cursor);
            if (!cursor.TrySkip(',') && cursor.Current != ']')
                throw Unfinished(cursor, place, ']', "list");
            TomlTrivia.SkipLines(cursor);
        }

        return new TomlArray(items, place);
    }

    private static TomlTable ReadInlineTable(TextCursor cursor, int depth)
    {
        var table = new TomlTable(cursor.Place, TomlOrigin.Inline, depth);
        cursor.Skip();
        TomlTrivia.SkipBlanks(cursor);
        if (cursor.TrySkip('}'))
            return table;
        do
        {
            TomlTrivia.SkipBlanks(cursor);
            if (cursor.AtEnd || cursor.Current is '\n' or '\r')
                throw Unfinished(cursor, table.Place, '}', "table");
            ReadPair(cursor, table);
            TomlTrivia.SkipBlanks(cursor);
        }
        while (cursor.TrySkip(','));

        return cursor.TrySkip('}') ? table : throw Unfinished(cursor, table.Place, '}', "table");
    }

    /// <summary>Reads <c>key = value</c> into a table.</summary>
    public static void ReadPair(TextCursor cursor, TomlTable table)
    {
        var key = TomlKeyReader.Read(cursor);
        if (!cursor.TrySkip('='))
            throw new SyntaxException(cursor.Place, "'=' is missing after this key", "Write key = value.");
        TomlTrivia.SkipBlanks(cursor);
        TomlTables.Assign(table, key, Read(cursor, table.Depth + key.Count));
    }

    private static SyntaxException Unfinished(TextCursor cursor, TextPlace start, char close, string noun) => cursor.Current switch
    {
        _ when cursor.AtEnd => new(start, $"the {noun} that begins here is not closed", $"End it with '{close}'."),
        '\n' or '\r' when close == '}' => new(cursor.Place, "a table in braces must end on its line", "Put all of it on one line, or use a [header]."),
        var found => new(cursor.Place, $"',' or '{close}' is wanted here, not {CharacterName.Of(found)}"),
    };
}
