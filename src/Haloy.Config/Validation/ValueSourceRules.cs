using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>A value source is exactly one of a literal and a reference, and a reference exactly one of env and secret (spec/client §1.10).</summary>
internal static class ValueSourceRules
{
    /// <param name="source">The source.</param>
    /// <param name="path">Its key.</param>
    /// <param name="findings">Gets the problems.</param>
    /// <param name="optional">Whether neither is fine too, as for a build argument passed through from the environment.</param>
    public static void Check(ValueSource source, string path, Findings findings, bool optional = false)
    {
        var hasValue = !string.IsNullOrEmpty(source.Value);
        if (hasValue && source.From is not null)
            findings.Add(ProblemCode.Conflict, path, "'value' and 'from' exclude each other", "Keep one of them.");
        if (source.From is { } from)
            Reference(from, $"{path}.from", findings);
        else if (!hasValue && !optional)
            findings.Add(ProblemCode.Missing, path, source.Value is null ? "needs 'value' or 'from'" : "has an empty 'value'", "Give it 'value: TEXT' or 'from: {env: NAME}'.");
    }

    /// <summary>A process gets its environment as texts that end with NUL.</summary>
    public static void NoNul(ValueSource source, string path, Findings findings)
    {
        if (source.Value?.Contains('\0', StringComparison.Ordinal) == true)
            findings.Value($"{path}.value", "the value must not contain a NUL character");
    }

    private static void Reference(ValueReference from, string path, Findings findings)
    {
        var env = !string.IsNullOrEmpty(from.Env);
        var secret = !string.IsNullOrEmpty(from.Secret);
        if (env && secret)
            findings.Add(ProblemCode.Conflict, path, "'env' and 'secret' exclude each other", "Keep one of them.");
        else if (!env && !secret)
            findings.Add(ProblemCode.Missing, path, "'from' needs 'env' or 'secret'", "For example: from: {env: NAME}");
    }
}
