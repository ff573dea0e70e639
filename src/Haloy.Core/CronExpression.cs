namespace Haloy.Core;

/// <summary>
/// Times as cron writes them (POSIX crontab with the usual additions): five fields of values, ranges, lists, steps and names, or a word
/// such as <c>@daily</c>. Each field is kept as bits, bit n for the value n.
/// </summary>
/// <param name="Minutes">0 to 59.</param>
/// <param name="Hours">0 to 23.</param>
/// <param name="Days">Days of the month, 1 to 31.</param>
/// <param name="Months">1 to 12.</param>
/// <param name="Weekdays">Sunday = 0 to Saturday = 6.</param>
/// <param name="EitherDay">Both day fields are restricted, so that one of them matching is enough.</param>
public sealed record CronExpression(ulong Minutes, ulong Hours, ulong Days, ulong Months, ulong Weekdays, bool EitherDay)
{
    private const int Fields = 5;

    // Days of the longest month of each number; bit 0 is unused.
    private static readonly int[] LongestMonth = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>Reads an expression; the failure says which field is wrong.</summary>
    public static Outcome<CronExpression> Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith('@'))
            return Word(trimmed.ToLowerInvariant()) is { } meaning ? Parse(meaning) : UnknownWord(trimmed);
        var fields = trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == Fields
            ? Parse(fields)
            : new Failure(
                $"a cron expression has 5 fields, but this has {fields.Length}",
                fields.Length == Fields + 1 ? "There is no field for seconds." : "They are minute, hour, day of the month, month, day of the week.");
    }

    private static Outcome<CronExpression> Parse(string[] fields)
    {
        Outcome<ulong>[] parsed =
        [
            CronField.Minute.Parse(fields[0]),
            CronField.Hour.Parse(fields[1]),
            CronField.Day.Parse(fields[2]),
            CronField.Month.Parse(fields[3]),
            CronField.Weekday.Parse(fields[4]),
        ];
        if (parsed.FirstOrDefault(p => !p.Succeeded)?.Failure is { } failure)
            return failure;

        var weekdays = parsed[4].Value;
        var expression = new CronExpression(
            parsed[0].Value,
            parsed[1].Value,
            parsed[2].Value,
            parsed[3].Value,
            (weekdays | (weekdays >> 7)) & 0x7F,
            EitherDay: fields[2][0] != '*' && fields[4][0] != '*');
        return expression.EverComes() ? expression : new Failure("no month it names has such a day");
    }

    private bool EverComes() =>
        EitherDay || Enumerable.Range(1, 12).Any(month => (Months & (1UL << month)) != 0 && (Days & ((2UL << LongestMonth[month]) - 2)) != 0);

    private static string? Word(string word) => word switch
    {
        "@yearly" or "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" or "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => null,
    };

    private static Failure UnknownWord(string word) => new(
        $"'{word}' is not a time",
        "The words are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually.");
}
