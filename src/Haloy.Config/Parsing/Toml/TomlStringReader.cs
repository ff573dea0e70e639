using System.Buffers;
using System.Text;

namespace Haloy.Config.Parsing.Toml;

/// <summary>Reads text in its four kinds of quotes.</summary>
internal static class TomlStringReader
{
    private static readonly SearchValues<char> BasicStops = SearchValues.Create(TomlTrivia.Controls + "\"\\");

    private static readonly SearchValues<char> LiteralStops = SearchValues.Create(TomlTrivia.Controls + "'");

    /// <summary>The text whose first quote is at the cursor.</summary>
    public static string Read(TextCursor cursor)
    {
        var quote = cursor.Current;
        var start = cursor.Place;
        var several = cursor.TrySkip(new string(quote, 3));
        if (!several)
            cursor.Skip();
        else
            cursor.TrySkipLineEnd();
        return ReadRest(cursor, quote, several, start);
    }

    private static string ReadRest(TextCursor cursor, char quote, bool several, TextPlace start)
    {
        var text = new StringBuilder();
        while (true)
        {
            text.Append(cursor.TakeUntil(quote == '"' ? BasicStops : LiteralStops));
            if (cursor.AtEnd)
                throw Unclosed(quote, several, start);
            if (cursor.Current == quote)
            {
                if (Close(cursor, quote, several, text))
                    return text.ToString();
            }
            else if (cursor.Current == '\\')
            {
                TomlEscape.Read(cursor, several, text);
            }
            else
            {
                BreakLine(cursor, quote, several, start, text);
            }
        }
    }

    /// <summary>Takes the quotes at the cursor; up to two that do not end the text belong to it.</summary>
    private static bool Close(TextCursor cursor, char quote, bool several, StringBuilder text)
    {
        var quotes = 0;
        for (var most = several ? 5 : 1; quotes < most && cursor.TrySkip(quote);)
            quotes++;
        text.Append(quote, several && quotes >= 3 ? quotes - 3 : several ? quotes : 0);
        return !several || quotes >= 3;
    }

    private static void BreakLine(TextCursor cursor, char quote, bool several, TextPlace start, StringBuilder text)
    {
        if (cursor.Current is not '\n' && !cursor.Sees("\r\n"))
            throw TomlTrivia.Control(cursor);
        if (!several)
            throw Unclosed(quote, several, start);
        cursor.TrySkipLineEnd();
        text.Append('\n');
    }

    private static SyntaxException Unclosed(char quote, bool several, TextPlace start) => several
        ? new(start, "the text that begins here is not closed", $"End it with {new string(quote, 3)}.")
        : new(start, "the text that begins here is not closed on its line", $"End it with {quote}; text of several lines takes {new string(quote, 3)}.");
}
