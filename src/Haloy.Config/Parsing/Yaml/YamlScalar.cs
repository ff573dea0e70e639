using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Haloy.Config.Parsing.Yaml;

/// <summary>Decides what a YAML scalar is, by the core schema (YAML 1.2.2 §10.3.2).</summary>
internal static class YamlScalar
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <summary>The scalar as a node, or <see langword="null"/> when its tag is not one of the core schema's.</summary>
    public static ScalarNode? Read(Scalar scalar)
    {
        var place = new TextPlace((int)scalar.Start.Line, (int)scalar.Start.Column);
        var plain = scalar.Style == ScalarStyle.Plain;
        if (scalar.Tag.IsEmpty)
            return new ScalarNode(scalar.Value, plain ? KindOf(scalar.Value) : ScalarKind.Text, !plain, place);
        if (scalar.Tag.IsNonSpecific || scalar.Tag.Value == TagPrefix + "str")
            return new ScalarNode(scalar.Value, ScalarKind.Text, quoted: true, place);
        return scalar.Tag.Value is TagPrefix + "int" or TagPrefix + "float" or TagPrefix + "bool" or TagPrefix + "null"
            ? new ScalarNode(scalar.Value, KindOf(scalar.Value), quoted: false, place)
            : null;
    }

    private static ScalarKind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when IsInteger(text) => ScalarKind.Integer,
        _ when IsFloat(text) => ScalarKind.Float,
        _ => ScalarKind.Text,
    };

    private static bool IsInteger(string text)
    {
        var digits = text[0] is '+' or '-' ? text.AsSpan(1) : text.AsSpan();
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsFloat(string text)
    {
        var digits = text[0] is '+' or '-' ? text.AsSpan(1) : text.AsSpan();
        return digits.Length > 0 && (char.IsAsciiDigit(digits[0]) || digits[0] == '.')
            && double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
    }
}
