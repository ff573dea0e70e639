using System.Globalization;
using Haloy.Config.Parsing;

namespace Haloy.Config.Binding;

/// <summary>A number, whole or with a point; the rules of the target check its bounds.</summary>
internal sealed class DecimalValue : ScalarValue<decimal>
{
    public static readonly DecimalValue Instance = new();

    public override string Wanted => "a number";

    public override ValueShape Shape { get; } = new ScalarShape("number", ScalarForms.Number);

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, out decimal value)
    {
        var isNumber = decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        if (isNumber && scalar.Kind is ScalarKind.Integer or ScalarKind.Float)
            return true;
        context.WrongType(at, scalar, Wanted, isNumber && scalar.Quoted ? "Leave the quotes out." : null);
        return false;
    }
}
