using System.Buffers;
using System.Globalization;
using System.Text;

namespace Haloy.Cli.Terminal;

/// <summary>
/// Text as it may reach a screen, whoever wrote it: nothing in it moves the cursor, types for the user or turns the direction of writing. Only
/// haloy's own colours pass.
/// </summary>
internal static class ScreenText
{
    private const char Replacement = '·';

    // Control characters but tab and line break, separators that break lines, and the marks, embeddings and isolates of bidirectional text.
    private static readonly SearchValues<char> Hidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n')), .. "\u061C\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"]);

    /// <summary>The text with a dot for each such character; colours of others are left out, and carriage returns before line breaks.</summary>
    public static string Of(string text, bool colours)
    {
        if (!text.AsSpan().ContainsAny(Hidden))
            return text;
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!Hidden.Contains(text[at]))
                result.Append(text[at]);
            else if (ColourAt(text, at) is > 0 and var length)
            {
                if (colours && Colour.IsOwn(text.AsSpan(at, length)))
                    result.Append(text, at, length);
                at += length - 1;
            }
            else if (text[at] != '\r' || (at + 1 < text.Length && text[at + 1] != '\n'))
                result.Append(Replacement);
        }

        return result.ToString();
    }

    /// <summary>The text for one cell of one line.</summary>
    public static string Cell(string text) => Of(text, colours: false).Replace('\n', Replacement).Replace('\t', ' ');

    /// <summary>The same with escapes that lose nothing, for text in which such characters only stand in quotes: JSON, and YAML written like it.</summary>
    public static string Escaped(string text)
    {
        if (!text.AsSpan().ContainsAny(Hidden))
            return text;
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Hidden.Contains(c))
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>The length of the escape sequence for colours and the like (SGR) that begins here, or 0.</summary>
    private static int ColourAt(string text, int start)
    {
        if (!text.AsSpan(start).StartsWith("\e["))
            return 0;
        var end = start + 2;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is ';' or ':'))
            end++;
        return end < text.Length && text[end] == 'm' ? end + 1 - start : 0;
    }
}
