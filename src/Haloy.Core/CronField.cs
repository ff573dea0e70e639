using System.Globalization;

namespace Haloy.Core;

/// <summary>One of the five fields of a cron expression: its bounds, and the names that stand for its numbers.</summary>
internal sealed record CronField(string Name, int Least, int Most, IReadOnlyList<string> Names)
{
    public static readonly CronField Minute = new("minute", 0, 59, []);

    public static readonly CronField Hour = new("hour", 0, 23, []);

    public static readonly CronField Day = new("day of the month", 1, 31, []);

    public static readonly CronField Month = new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

    /// <summary>0 and 7 are both Sunday.</summary>
    public static readonly CronField Weekday = new("day of the week", 0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    /// <summary>The values as bits; what cannot be read is a failure.</summary>
    public Outcome<ulong> Parse(string text)
    {
        ulong bits = 0;
        foreach (var part in text.Split(','))
        {
            var range = ParsePart(part);
            if (!range.Succeeded)
                return range.Failure;
            bits |= range.Value;
        }

        return bits;
    }

    private Outcome<ulong> ParsePart(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = ParseRange(slash < 0 ? part : part[..slash], open: slash >= 0);
        if (slash < 0 || !range.Succeeded)
            return range.Succeeded ? Bits(range.Value.First, range.Value.Last, 1) : range.Failure;
        return int.TryParse(part.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0 && step <= Most
            ? Bits(range.Value.First, range.Value.Last, step)
            : Wrong($"the step after '/' in '{part}' must be 1 to {Most}");
    }

    /// <param name="text">The range.</param>
    /// <param name="open">Whether a single value begins a range to the end, as in <c>5/15</c>.</param>
    private Outcome<(int First, int Last)> ParseRange(string text, bool open)
    {
        if (text == "*")
            return (Least, Most);
        var ends = text.Split('-', 2);
        var first = ParseValue(ends[0]);
        var last = ParseValue(ends[^1]);
        if (!first.Succeeded || !last.Succeeded)
            return (first.Failure ?? last.Failure)!;
        if (first.Value > last.Value)
            return Wrong($"the range '{text}' goes backwards");
        return (first.Value, ends.Length == 1 && open ? Most : last.Value);
    }

    private Outcome<int> ParseValue(string text)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], text, StringComparison.OrdinalIgnoreCase))
                return Least == 0 ? i : i + 1;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= Least && value <= Most)
            return value;
        var names = Names.Count == 0 ? "" : $" or {Names[0]} to {Names[^1]}";
        return Wrong(text.Length == 0 ? "a value is missing" : $"'{text}' must be {Least} to {Most}{names}");
    }

    private Failure Wrong(string what) => new($"in the {Name}, {what}");

    private static ulong Bits(int first, int last, int step)
    {
        ulong bits = 0;
        for (var i = first; i <= last; i += step)
            bits |= 1UL << i;
        return bits;
    }
}
