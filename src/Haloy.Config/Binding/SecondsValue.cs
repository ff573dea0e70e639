using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>A span of time, in seconds: <c>90</c>, <c>90s</c>, <c>1m30s</c>, <c>1h</c>; the rules of the target check <paramref name="bounds"/>.</summary>
internal sealed class SecondsValue(Bounds bounds) : ScalarValue<int>
{
    public override string Wanted => "a duration such as 90s or 1m30s";

    public override ValueShape Shape { get; } = new ScalarShape("duration", ScalarForms.Integer | ScalarForms.Text) { Bounds = bounds, Pattern = Duration.Pattern };

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, out int value)
    {
        if (scalar.Kind is ScalarKind.Text or ScalarKind.Integer && Duration.TryParseSeconds(scalar.Text, out value))
            return true;
        value = 0;
        if (scalar.Kind == ScalarKind.Boolean)
            context.WrongType(at, scalar, Wanted);
        else
            context.Problem(ProblemCode.Value, at, scalar, $"'{scalar.Text}' is not {Wanted}", "Write whole seconds, or numbers with h, m and s: 45, 45s, 2m, 1m30s.");
        return false;
    }
}
