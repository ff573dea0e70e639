using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>An amount of memory or data, in bytes; the rules of the target check <paramref name="bounds"/>.</summary>
internal sealed class SizeValue(Bounds bounds) : ScalarValue<long>
{
    public override string Wanted => "a size such as 512m or 1g";

    public override ValueShape Shape { get; } = new ScalarShape("size", ScalarForms.Integer | ScalarForms.Text) { Bounds = bounds, Pattern = ByteSize.Pattern };

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, out long value)
    {
        if (scalar.Kind is ScalarKind.Text or ScalarKind.Integer && ByteSize.TryParse(scalar.Text, out value))
            return true;
        value = 0;
        if (scalar.Kind == ScalarKind.Boolean)
            context.WrongType(at, scalar, Wanted);
        else
            context.Problem(ProblemCode.Value, at, scalar, $"'{scalar.Text}' is not {Wanted}", "Write bytes, or a number with k, m, g or t, each 1024 of the one before: 1048576, 512k, 64m, 1.5g.");
        return false;
    }
}
