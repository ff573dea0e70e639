using System.Buffers;

namespace Haloy.Config.Parsing.Toml;

/// <summary>What stands between values: blanks, comments, line ends.</summary>
internal static class TomlTrivia
{
    /// <summary>The control characters TOML allows nowhere: all but tab, with the line ends, which each caller treats by itself.</summary>
    public const string Controls =
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000A\u000B\u000C\u000D\u000E\u000F" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F";

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t");

    private static readonly SearchValues<char> CommentStops = SearchValues.Create(Controls);

    public static void SkipBlanks(TextCursor cursor) => cursor.TakeWhile(Blanks);

    /// <summary>Skips blanks, comments and line ends.</summary>
    public static void SkipLines(TextCursor cursor)
    {
        do
        {
            SkipBlanks(cursor);
            SkipComment(cursor);
        }
        while (cursor.TrySkipLineEnd());
    }

    /// <summary>Skips what may follow a header or a value on its line, and the line end.</summary>
    public static void EndLine(TextCursor cursor)
    {
        SkipBlanks(cursor);
        SkipComment(cursor);
        if (cursor.AtEnd || cursor.TrySkipLineEnd())
            return;
        throw cursor.Current is var found && IsControl(found)
            ? Control(cursor)
            : new SyntaxException(cursor.Place, $"nothing may follow on this line, but {CharacterName.Of(found)} does", "Begin a new line, or a comment with '#'.");
    }

    /// <summary>The problem of a control character at the cursor.</summary>
    public static SyntaxException Control(TextCursor cursor) => cursor.Current == '\r'
        ? new(cursor.Place, "a carriage return without a line feed is not a line end", "End lines with LF or CRLF.")
        : new(cursor.Place, $"the control character U+{(int)cursor.Current:X4} is not allowed here", $"In double quotes it is written \\u{(int)cursor.Current:X4}.");

    private static void SkipComment(TextCursor cursor)
    {
        if (cursor.AtEnd || cursor.Current != '#')
            return;
        cursor.TakeUntil(CommentStops);
        if (!cursor.AtEnd && cursor.Current != '\n' && !cursor.Sees("\r\n"))
            throw Control(cursor);
    }

    private static bool IsControl(char character) => character != '\t' && char.IsControl(character);
}
