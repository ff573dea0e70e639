using System.Globalization;

namespace Haloy.Contracts.Api;

/// <summary>HTTP status codes from <paramref name="First"/> to <paramref name="Last"/>, both included; written <c>200</c> or <c>200-399</c>.</summary>
public readonly record struct StatusRange(int First, int Last)
{
    private const int Lowest = 100;
    private const int Highest = 599;

    /// <summary>Reads a range whose codes exist (RFC 9110 §15) and do not go backwards.</summary>
    public static bool TryParse(string text, out StatusRange range)
    {
        var parts = text.Split('-', 2);
        range = default;
        if (!TryCode(parts[0], out var first) || !TryCode(parts[^1], out var last) || first > last)
            return false;
        range = new StatusRange(first, last);
        return true;
    }

    private static bool TryCode(string text, out int code) =>
        int.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= Lowest and <= Highest;
}
