using System.Globalization;
using Haloy.Config.Parsing;

namespace Haloy.Config.Secrets.Reading;

/// <summary>A scalar as text: booleans in small letters, numbers as the shortest decimal without exponent, nothing as nothing.</summary>
internal static class SecretScalar
{
    public static string Text(ScalarNode scalar) => scalar.Kind switch
    {
        ScalarKind.Null => "",
        ScalarKind.Boolean => scalar.Text.ToLowerInvariant(),
        ScalarKind.Float when double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => Decimal(number),
        _ => scalar.Text,
    };

    private static string Decimal(double number)
    {
        // The fewest digits that mean this number, as 1.5, 15 or 1.5E+20.
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var e = shortest.IndexOf('E', StringComparison.Ordinal);
        return e < 0 ? shortest : MovePoint(shortest[..e], int.Parse(shortest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private static string MovePoint(string mantissa, int places)
    {
        var sign = mantissa[0] == '-' ? "-" : "";
        var parts = mantissa.TrimStart('-').Split('.');
        var digits = string.Concat(parts);
        var point = parts[0].Length + places;
        return sign + (point <= 0 ? $"0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? digits.PadRight(point, '0')
            : $"{digits[..point]}.{digits[point..]}");
    }
}
