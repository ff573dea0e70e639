using System.Buffers;
using System.Globalization;
using System.Text;

namespace Haloy.Config.Parsing.Json;

/// <summary>Reads text in double quotes.</summary>
internal static class JsonStringReader
{
    private static readonly SearchValues<char> Stops = SearchValues.Create("\"\\" + string.Concat(Enumerable.Range(0, 0x20).Select(i => (char)i)));

    /// <summary>The text whose opening quote is at the cursor.</summary>
    public static string Read(TextCursor cursor)
    {
        var start = cursor.Place;
        var text = new StringBuilder();
        cursor.Skip();
        while (true)
        {
            text.Append(cursor.TakeUntil(Stops));
            if (cursor.TrySkip('"'))
                return text.ToString();
            if (cursor.AtEnd || cursor.Current is '\n' or '\r')
                throw Unclosed(start);
            if (cursor.Current != '\\')
                throw Control(cursor);
            text.Append(ReadEscape(cursor));
        }
    }

    private static string ReadEscape(TextCursor cursor)
    {
        var place = cursor.Place;
        cursor.Skip();
        var letter = cursor.Current;
        if (letter == 'u')
            return ReadUnicode(cursor, place);
        var character = letter switch
        {
            '"' or '\\' or '/' => letter,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw new SyntaxException(place, "the backslash here is followed by no escape that JSON knows", "Write \\\\ for a backslash."),
        };
        cursor.Skip();
        return character.ToString();
    }

    private static string ReadUnicode(TextCursor cursor, TextPlace place)
    {
        var first = ReadUnit(cursor, place);
        if (!char.IsSurrogate(first))
            return first.ToString();
        if (char.IsHighSurrogate(first) && cursor.Sees("\\u"))
        {
            cursor.Skip();
            var second = ReadUnit(cursor, place);
            if (char.IsLowSurrogate(second))
                return string.Concat([first, second]);
        }

        throw new SyntaxException(place, "this is half of a character: it needs a pair of \\u escapes");
    }

    private static char ReadUnit(TextCursor cursor, TextPlace place)
    {
        Span<char> hex = stackalloc char[4];
        cursor.Skip();
        for (var i = 0; i < hex.Length; i++)
        {
            hex[i] = char.IsAsciiHexDigit(cursor.Current) ? cursor.Current : throw new SyntaxException(place, "\\u needs 4 hexadecimal digits");
            cursor.Skip();
        }

        return (char)ushort.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static SyntaxException Unclosed(TextPlace start) =>
        new(start, "the text that begins here is not closed on its line", "End it with a double quote; a line break in text is written \\n.");

    private static SyntaxException Control(TextCursor cursor) =>
        new(cursor.Place, $"the control character U+{(int)cursor.Current:X4} is not allowed in text", $"Write \\u{(int)cursor.Current:X4}.");
}
