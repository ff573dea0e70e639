namespace Haloy.Config.Binding;

/// <summary>Durations of deploy files: whole seconds, alone or with the units <c>h</c>, <c>m</c>, <c>s</c> in this order, each at most once.</summary>
internal static class Duration
{
    /// <summary>The same rule as a regular expression, for the JSON Schema.</summary>
    public const string Pattern = "^ *([0-9]+|([0-9]+h)([0-9]+m)?([0-9]+s)?|([0-9]+m)([0-9]+s)?|[0-9]+s) *$";

    /// <summary>The seconds of <paramref name="text"/>, up to <see cref="int.MaxValue"/>; a leading minus is kept for the range check.</summary>
    public static bool TryParseSeconds(string text, out int seconds)
    {
        seconds = 0;
        var rest = text.AsSpan().Trim();
        if (int.TryParse(rest, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out seconds))
            return true;

        long total = 0;
        var lastUnit = long.MaxValue;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 9)
                return false;
            var unit = rest[digits] switch { 'h' => 3600L, 'm' => 60L, 's' => 1L, _ => 0L };
            if (unit == 0 || unit >= lastUnit)
                return false;
            total += unit * int.Parse(rest[..digits], System.Globalization.CultureInfo.InvariantCulture);
            lastUnit = unit;
            rest = rest[(digits + 1)..];
        }

        seconds = (int)Math.Min(total, int.MaxValue);
        return lastUnit != long.MaxValue && total <= int.MaxValue;
    }
}
