using System.Globalization;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>A share such as <c>5%</c> or <c>0.5%</c>. The sign is asked for: nobody can tell whether 0.05 is meant as 5 % or as 0.05 %.</summary>
internal sealed class PercentValue : ScalarValue<decimal>
{
    public static readonly PercentValue Instance = new();

    public override string Wanted => "a percentage such as 5%";

    public override ValueShape Shape { get; } = new ScalarShape("percentage", ScalarForms.Text) { Pattern = @"^ *[0-9]+(\.[0-9]+)? *% *$" };

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, out decimal value)
    {
        value = 0;
        var text = scalar.Text.Trim();
        if (text.EndsWith('%') && decimal.TryParse(text.AsSpan(0, text.Length - 1).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value))
            return true;
        if (scalar.Kind is ScalarKind.Integer or ScalarKind.Float)
            context.Problem(ProblemCode.Value, at, scalar, $"'{scalar.Text}' has no percent sign", $"Write {scalar.Text}% for that share of a hundred.");
        else
            context.Problem(ProblemCode.Value, at, scalar, $"'{scalar.Text}' is not {Wanted}");
        return false;
    }
}
