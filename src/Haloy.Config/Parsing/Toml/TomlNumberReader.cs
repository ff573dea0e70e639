using System.Globalization;

namespace Haloy.Config.Parsing.Toml;

/// <summary>Reads integers and floats.</summary>
internal static class TomlNumberReader
{
    /// <summary>
    /// The number that <paramref name="word"/> is, or <see langword="null"/> when it does not look like one.
    /// Messages never repeat it: it may be a secret without quotes.
    /// </summary>
    public static TomlScalar? Read(string word, TextPlace place)
    {
        var unsigned = word.AsSpan(word[0] is '+' or '-' ? 1 : 0);
        if (unsigned is "inf" or "nan")
            return new TomlScalar(TomlType.Float, word, place);
        if (unsigned.IsEmpty || !char.IsAsciiDigit(unsigned[0]))
            return null;
        if (unsigned.Length > 1 && unsigned[0] == '0' && unsigned[1] is 'x' or 'o' or 'b')
            return new TomlScalar(TomlType.Integer, WithBase(word, place), place);
        return Decimal(word, unsigned, place);
    }

    private static TomlScalar Decimal(string word, ReadOnlySpan<char> unsigned, TextPlace place)
    {
        var rest = unsigned;
        var whole = Digits(ref rest, place);
        if (whole.Length > 1 && whole[0] == '0')
            throw Invalid(place, "a number does not begin with 0");
        var plain = word.Replace("_", "", StringComparison.Ordinal);
        if (rest.IsEmpty)
            return new TomlScalar(TomlType.Integer, Whole(plain, place), place);
        if (rest[0] == '.')
        {
            rest = rest[1..];
            Digits(ref rest, place);
        }

        if (!rest.IsEmpty && rest[0] is 'e' or 'E')
        {
            rest = rest[(rest.Length > 1 && rest[1] is '+' or '-' ? 2 : 1)..];
            Digits(ref rest, place);
        }

        return rest.IsEmpty ? new TomlScalar(TomlType.Float, plain, place) : throw Invalid(place);
    }

    /// <summary>Takes digits with single underscores between them off <paramref name="rest"/>.</summary>
    private static ReadOnlySpan<char> Digits(ref ReadOnlySpan<char> rest, TextPlace place)
    {
        var length = 0;
        while (length < rest.Length && (char.IsAsciiDigit(rest[length]) || IsSeparator(rest, length)))
            length++;
        if (length == 0)
            throw Invalid(place);
        var digits = rest[..length];
        rest = rest[length..];
        return digits;
    }

    private static bool IsSeparator(ReadOnlySpan<char> text, int at) =>
        text[at] == '_' && at > 0 && at + 1 < text.Length && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);

    private static string Whole(string plain, TextPlace place) =>
        long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value.ToString(CultureInfo.InvariantCulture)
            : throw TooLarge(place);

    /// <summary>A hexadecimal, octal or binary integer; has no sign and may begin with zeros.</summary>
    private static string WithBase(string word, TextPlace place)
    {
        if (word[0] is '+' or '-')
            throw Invalid(place, "a number with a prefix takes no sign");
        var bits = word[1] switch { 'x' => 4, 'o' => 3, _ => 1 };
        long value = 0;
        for (var i = 2; i < word.Length; i++)
        {
            if (word[i] == '_' && i > 2 && word[i - 1] != '_' && i + 1 < word.Length)
                continue;
            var digit = char.IsAsciiHexDigit(word[i]) ? Convert.ToInt32(word[i].ToString(), 16) : int.MaxValue;
            if (digit >> bits != 0)
                throw Invalid(place);
            if (value >> (63 - bits) != 0)
                throw TooLarge(place);
            value = (value << bits) | (long)digit;
        }

        return word.Length > 2 ? value.ToString(CultureInfo.InvariantCulture) : throw Invalid(place);
    }

    private static SyntaxException TooLarge(TextPlace place) => new(place, "this number does not fit into 64 bits");

    private static SyntaxException Invalid(TextPlace place, string? why = null) =>
        new(place, $"this is not a number{(why is null ? "" : $": {why}")}", "Text, such as a version or a code, takes quotes.");
}
