using System.Buffers;

namespace Haloy.Config.Parsing.Json;

/// <summary>Reads what has no quotes and no brackets: <c>true</c>, <c>false</c>, <c>null</c> and numbers.</summary>
internal static class JsonWordReader
{
    private static readonly SearchValues<char> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+.");

    /// <summary>The value of the word at the cursor, or <see langword="null"/> when no word is there.</summary>
    public static ScalarNode? Read(TextCursor cursor)
    {
        var place = cursor.Place;
        var word = cursor.TakeWhile(Word).ToString();
        return word.Length == 0 ? null : new ScalarNode(word, Kind(word) ?? throw Invalid(word, place), quoted: false, place);
    }

    private static ScalarKind? Kind(string word) => word switch
    {
        "null" => ScalarKind.Null,
        "true" or "false" => ScalarKind.Boolean,
        _ => NumberKind(word),
    };

    private static ScalarKind? NumberKind(ReadOnlySpan<char> rest)
    {
        if (rest[0] == '-')
            rest = rest[1..];
        var zero = rest.StartsWith('0');
        if (!TrySkipDigits(ref rest, zero ? 1 : int.MaxValue))
            return null;
        if (rest.IsEmpty)
            return ScalarKind.Integer;
        if (rest[0] == '.' && !TrySkipDigits(ref rest, int.MaxValue, 1))
            return null;
        if (rest.IsEmpty)
            return ScalarKind.Float;
        var sign = rest.Length > 1 && rest[1] is '+' or '-' ? 1 : 0;
        return rest[0] is 'e' or 'E' && TrySkipDigits(ref rest, int.MaxValue, 1 + sign) && rest.IsEmpty ? ScalarKind.Float : null;
    }

    /// <summary>Takes one to <paramref name="most"/> digits that follow <paramref name="from"/> other characters off the front.</summary>
    private static bool TrySkipDigits(ref ReadOnlySpan<char> rest, int most, int from = 0)
    {
        var end = from;
        while (end < rest.Length && end - from < most && char.IsAsciiDigit(rest[end]))
            end++;
        rest = rest[end..];
        return end > from;
    }

    // The word is not repeated: it may be a secret without quotes.
    private static SyntaxException Invalid(string word, TextPlace place) => word.ToLowerInvariant() is "true" or "false" or "null"
        ? new(place, "this is not a value", "Write it in small letters.")
        : new(place, char.IsAsciiDigit(word[0]) || word[0] is '-' or '+' or '.' ? "this is not a number" : "this is not a value", "Text takes double quotes.");
}
