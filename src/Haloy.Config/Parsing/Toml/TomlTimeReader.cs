namespace Haloy.Config.Parsing.Toml;

/// <summary>Reads dates and times (RFC 3339 and its local parts).</summary>
internal static class TomlTimeReader
{
    private const int DateLength = 10;

    /// <summary>Whether a word is meant as a date or a time, right or wrong.</summary>
    public static bool Looks(string word) =>
        (word.Length > 4 && word[4] == '-' && Number(word, 0, 4) >= 0) || (word.Length > 2 && word[2] == ':' && Number(word, 0, 2) >= 0);

    /// <summary>Whether a word is only a date, after which a time may follow behind a blank.</summary>
    public static bool IsDate(string word) => word.Length == DateLength && Looks(word) && word[4] == '-';

    public static TomlScalar Read(string word, TextPlace place)
    {
        var text = word.ToUpperInvariant();
        if (text[2] == ':')
            return new TomlScalar(TomlType.LocalTime, TimeLength(text, 0) == text.Length ? text : throw Invalid(place), place);
        if (!Date(text) || (text.Length > DateLength && text[DateLength] is not ('T' or ' ')))
            throw Invalid(place);
        if (text.Length == DateLength)
            return new TomlScalar(TomlType.LocalDate, text, place);
        var end = DateLength + 1 + TimeLength(text, DateLength + 1);
        if (end <= DateLength + 1 || !Offset(text[end..]))
            throw Invalid(place);
        text = $"{text[..DateLength]}T{text[(DateLength + 1)..]}";
        return new TomlScalar(end == text.Length ? TomlType.LocalDateTime : TomlType.OffsetDateTime, text, place);
    }

    private static bool Date(string text)
    {
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-')
            return false;
        var (year, month, day) = (Number(text, 0, 4), Number(text, 5, 2), Number(text, 8, 2));
        // The year 0 is a leap year of RFC 3339 and none of DateTime; 400 years later the calendar is the same.
        return year >= 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((year % 400) + 400, month);
    }

    /// <summary>The length of the time at <paramref name="from"/>; negative when there is none. A second 60 is a leap second.</summary>
    private static int TimeLength(string text, int from)
    {
        if (Number(text, from, 2) is < 0 or > 23 || Number(text, from + 3, 2) is < 0 or > 59 || Number(text, from + 6, 2) is < 0 or > 60)
            return -1;
        if (text[from + 2] != ':' || text[from + 5] != ':')
            return -1;
        if (from + 8 == text.Length || text[from + 8] != '.')
            return 8;
        var end = from + 9;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end > from + 9 ? end - from : -1;
    }

    private static bool Offset(string text) =>
        text is "" or "Z"
        || (text is ['+' or '-', _, _, ':', _, _] && Number(text, 1, 2) is >= 0 and <= 23 && Number(text, 4, 2) is >= 0 and <= 59);

    /// <summary>The number of <paramref name="count"/> digits at <paramref name="from"/>; negative when they are not all there.</summary>
    private static int Number(string text, int from, int count)
    {
        if (from + count > text.Length || text.AsSpan(from, count).ContainsAnyExceptInRange('0', '9'))
            return -1;
        return int.Parse(text.AsSpan(from, count), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static SyntaxException Invalid(TextPlace place) =>
        new(place, "this is not a date or time", "They are written 2026-01-31, 07:30:00 or 2026-01-31T07:30:00Z; text takes quotes.");
}
