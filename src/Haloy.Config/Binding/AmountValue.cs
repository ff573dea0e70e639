using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>A whole number of a smallest unit, which people write with larger ones; the rules of the target check its bounds.</summary>
internal sealed class AmountValue<T> : ScalarValue<T> where T : struct
{
    private readonly TryParser _parse;
    private readonly string _advice;

    /// <param name="shape">What it looks like.</param>
    /// <param name="wanted">The type in words that fit after "must be".</param>
    /// <param name="advice">How to write it.</param>
    /// <param name="parse">Reads it.</param>
    public AmountValue(ScalarShape shape, string wanted, string advice, TryParser parse)
    {
        (Shape, Wanted, _advice, _parse) = (shape, wanted, advice, parse);
    }

    /// <summary>The amount that a text says.</summary>
    internal delegate bool TryParser(string text, out T amount);

    public override string Wanted { get; }

    public override ValueShape Shape { get; }

    protected override bool TryReadScalar(ScalarNode scalar, KeyPath at, BindContext context, out T value)
    {
        if (scalar.Kind is ScalarKind.Text or ScalarKind.Integer && _parse(scalar.Text, out value))
            return true;
        value = default;
        if (scalar.Kind == ScalarKind.Boolean)
            context.WrongType(at, scalar, Wanted);
        else
            context.Problem(ProblemCode.Value, at, scalar, $"'{scalar.Text}' is not {Wanted}", _advice);
        return false;
    }
}

/// <summary>The amounts there are.</summary>
internal static class AmountValue
{
    /// <summary>A span of time, in seconds: <c>90</c>, <c>90s</c>, <c>1m30s</c>, <c>1h</c>.</summary>
    public static AmountValue<int> Seconds(Bounds bounds) => new(
        Shape("duration", Duration.Pattern, bounds), "a duration such as 90s or 1m30s", "Write whole seconds, or numbers with h, m and s: 45, 45s, 2m, 1m30s.", Duration.TryParseSeconds);

    /// <summary>An amount of memory or data, in bytes.</summary>
    public static AmountValue<long> Size(Bounds bounds) => new(
        Shape("size", ByteSize.Pattern, bounds), "a size such as 512m or 1g", "Write bytes, or a number with k, m, g or t, each 1024 of the one before: 1048576, 512k, 64m, 1.5g.", ByteSize.TryParse);

    private static ScalarShape Shape(string words, string pattern, Bounds bounds) =>
        new(words, ScalarForms.Integer | ScalarForms.Text) { Bounds = bounds, Pattern = pattern };
}
