using System.Globalization;
using System.Text;

namespace Haloy.Config.Parsing.Toml;

/// <summary>What follows a backslash in double quotes.</summary>
internal static class TomlEscape
{
    /// <summary>Reads the escape at the cursor and appends what it stands for.</summary>
    public static void Read(TextCursor cursor, bool several, StringBuilder text)
    {
        var place = cursor.Place;
        cursor.Skip();
        if (several && TrySkipLineJoin(cursor))
            return;
        var letter = cursor.Current;
        if (Simple(letter) is { } character)
        {
            cursor.Skip();
            text.Append(character);
        }
        else if (letter is 'u' or 'U')
        {
            text.Append(ReadRune(cursor, letter == 'u' ? 4 : 8, place));
        }
        else
        {
            throw new SyntaxException(
                place, "the backslash here is followed by no escape that TOML knows", "Write \\\\ for a backslash, or use single quotes, which know no escapes.");
        }
    }

    private static char? Simple(char letter) => letter switch
    {
        'b' => '\b',
        't' => '\t',
        'n' => '\n',
        'f' => '\f',
        'r' => '\r',
        '"' => '"',
        '\\' => '\\',
        _ => null,
    };

    /// <summary>A backslash at the end of a line takes the line end and all blanks after it away.</summary>
    private static bool TrySkipLineJoin(TextCursor cursor)
    {
        var blanks = 0;
        while (cursor.Ahead(blanks) is ' ' or '\t')
            blanks++;
        if (cursor.Ahead(blanks) != '\n' && (cursor.Ahead(blanks) != '\r' || cursor.Ahead(blanks + 1) != '\n'))
            return false;
        do
        {
            TomlTrivia.SkipBlanks(cursor);
        }
        while (cursor.TrySkipLineEnd());

        return true;
    }

    private static Rune ReadRune(TextCursor cursor, int digits, TextPlace place)
    {
        cursor.Skip();
        Span<char> hex = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(cursor.Current))
                throw new SyntaxException(place, $"this escape needs {digits} hexadecimal digits");
            hex[i] = cursor.Current;
            cursor.Skip();
        }

        return Rune.TryCreate(uint.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), out var rune)
            ? rune
            : throw new SyntaxException(place, $"U+{hex} is not a Unicode character");
    }
}
