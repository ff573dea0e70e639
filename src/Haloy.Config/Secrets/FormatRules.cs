using Haloy.Config.Binding;
using Haloy.Config.Problems;
using Haloy.Config.Validation;

namespace Haloy.Config.Secrets;

/// <summary>The <c>format</c> of a source is one its provider reads, given or clear from the file's name.</summary>
internal static class FormatRules
{
    public static void Check(string? written, string? file, string path, Findings findings, IReadOnlyList<string> allowed)
    {
        var format = SecretFormats.Of(written, file);
        if (!string.IsNullOrWhiteSpace(written))
        {
            if (!allowed.Contains(format!))
                findings.Value($"{path}.format", $"'format' must be {string.Join(" or ", allowed)}, not '{written}'", Suggestion.Nearest(written, allowed) is { } near ? $"Did you mean '{near}'?" : null);
        }
        else if (!string.IsNullOrWhiteSpace(file) && (format is null || !allowed.Contains(format)))
        {
            findings.Add(ProblemCode.Missing, $"{path}.format", $"the name of '{Path.GetFileName(file)}' does not tell its format", $"Add 'format: {allowed[0]}' (or {string.Join(" or ", allowed.Skip(1))}).");
        }
    }
}
