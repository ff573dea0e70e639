using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>A value written as one scalar.</summary>
internal abstract class ScalarValue<T> : ValueReader<T>
{
    public sealed override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out T value)
    {
        if (node is ScalarNode scalar)
            return TryReadScalar(scalar, at, context, out value);
        context.WrongType(at, node, Wanted);
        value = default;
        return false;
    }

    protected abstract bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, [MaybeNullWhen(false)] out T value);
}

/// <summary>Text. Unquoted numbers and booleans count as the text they are written as: nothing is lost.</summary>
internal sealed class TextValue : ScalarValue<string>
{
    public static readonly TextValue Instance = new(new ScalarShape("text", ScalarForms.AnyScalar));

    private TextValue(ScalarShape shape) => Shape = shape;

    public override string Wanted => "text";

    public override ValueShape Shape { get; }

    /// <summary>Text that must be one of <paramref name="words"/>, which the rules of the target check on both sides of the wire.</summary>
    public static TextValue OneOf(IReadOnlyList<string> words) => new(new ScalarShape("text", ScalarForms.Text) { Choices = words });

    /// <summary>Text of a shape, or a whole number, which the rules of the target check.</summary>
    public static TextValue Like(string pattern, Bounds numbers) => new(new ScalarShape("text", ScalarForms.Text | ScalarForms.Integer) { Pattern = pattern, Bounds = numbers });

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, [MaybeNullWhen(false)] out string value)
    {
        value = scalar.Text;
        return true;
    }
}

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanValue : ScalarValue<bool>
{
    public static readonly BooleanValue Instance = new();

    public override string Wanted => "true or false";

    public override ValueShape Shape { get; } = new ScalarShape("true or false", ScalarForms.Boolean);

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, out bool value)
    {
        value = scalar.Kind == ScalarKind.Boolean && scalar.Text[0] is 't' or 'T';
        if (scalar.Kind == ScalarKind.Boolean)
            return true;
        context.WrongType(at, scalar, Wanted, Advice(scalar));
        return false;
    }

    private static string? Advice(ScalarNode scalar) => scalar.Text.ToLowerInvariant() switch
    {
        "yes" or "on" or "true" => "Write true, without quotes.",
        "no" or "off" or "false" => "Write false, without quotes.",
        _ => null,
    };
}

/// <summary>A whole number; the rules of the target check <paramref name="bounds"/> on both sides of the wire.</summary>
internal sealed class IntegerValue(Bounds bounds) : ScalarValue<int>
{
    public override string Wanted => "a whole number";

    public override ValueShape Shape { get; } = new ScalarShape("whole number", ScalarForms.Integer) { Bounds = bounds };

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, out int value)
    {
        value = 0;
        if (scalar.Kind != ScalarKind.Integer)
        {
            var quotedNumber = scalar.Quoted && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
            context.WrongType(at, scalar, Wanted, quotedNumber ? "Leave the quotes out." : null);
            return false;
        }

        var isSmall = int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        // Some readers of YAML take such a number for an octal one.
        var isPlain = scalar.Text is not ['0', _, ..];
        if (!isSmall)
            context.Problem(ProblemCode.Value, at, scalar, $"the number {scalar.Text} is too large");
        else if (!isPlain)
            context.Problem(ProblemCode.Value, at, scalar, $"the number {scalar.Text} has leading zeros", $"Write {value}.");
        return isSmall && isPlain;
    }
}

/// <summary>A port as a number or as text; kept as text, as on the wire.</summary>
internal sealed class PortValue : ScalarValue<string>
{
    public static readonly PortValue Instance = new();

    public override string Wanted => "a port number";

    public override ValueShape Shape { get; } = new ScalarShape("number or text", ScalarForms.Integer | ScalarForms.Text) { Bounds = new Bounds(1, 65535), Pattern = "^ *([1-9][0-9]*)? *$" };

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, [MaybeNullWhen(false)] out string value)
    {
        value = scalar.Text.Trim();
        if (scalar.Kind is ScalarKind.Text or ScalarKind.Integer)
            return true;
        // A writer of JSON or YAML may make 8080.0 of a number; 1e3 is nobody's port.
        if (scalar.Kind == ScalarKind.Float && value.Split('.') is [var whole, var fraction] && fraction.All(c => c == '0') && whole.All(char.IsAsciiDigit))
        {
            value = whole;
            return true;
        }

        context.WrongType(at, scalar, Wanted);
        return false;
    }
}
