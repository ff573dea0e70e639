using System.Globalization;

namespace Haloy.Config.Binding;

/// <summary>Sizes of deploy files: bytes, alone or with a unit of 1024 steps, <c>k</c>, <c>m</c>, <c>g</c> or <c>t</c>, as Docker writes them.</summary>
internal static class ByteSize
{
    /// <summary>The rule as a regular expression, for the JSON Schema.</summary>
    public const string Pattern = @"^ *[0-9]+(\.[0-9]+)?([bB]|[kKmMgGtT]([iI]?[bB])?)? *$";

    /// <summary>The bytes of <paramref name="text"/>, such as <c>512k</c>, <c>1.5g</c>, <c>64MiB</c>; a fraction of a byte is refused.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var rest = text.AsSpan().Trim();
        var end = rest.IndexOfAnyExcept(Digits);
        var digits = end < 0 ? rest : rest[..end];
        var unit = end < 0 ? "" : rest[end..].ToString().ToLowerInvariant();
        if (Factor(unit) is not { } factor || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue / factor)
            return false;
        var exact = number * factor;
        bytes = (long)exact;
        return bytes == exact;
    }

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789.");

    private static long? Factor(string unit) => unit switch
    {
        "" or "b" => 1,
        "k" or "kb" or "kib" => 1L << 10,
        "m" or "mb" or "mib" => 1L << 20,
        "g" or "gb" or "gib" => 1L << 30,
        "t" or "tb" or "tib" => 1L << 40,
        _ => null,
    };
}
