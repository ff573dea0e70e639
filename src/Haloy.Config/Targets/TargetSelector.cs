using Haloy.Config.Binding;
using Haloy.Config.Problems;

namespace Haloy.Config.Targets;

/// <summary>Chooses target keys by the flags of a command.</summary>
internal static class TargetSelector
{
    /// <summary>The keys in the order asked for, or the file's; an empty list stands for the single deployment of a file without targets.</summary>
    public static ConfigResult<IReadOnlyList<string>> Select(DeployFile file, TargetSelection selection)
    {
        var keys = file.TargetKeys;
        return selection switch
        {
            TargetSelection.DefaultSelection when keys.Count == 0 => new([], []),
            _ when keys.Count == 0 => Fail(file, ProblemCode.Conflict, "", "this file has no 'targets' to choose from", "Leave out --target and --all."),
            TargetSelection.DefaultSelection => Fail(file, ProblemCode.Missing, "targets", $"this file has targets ({Suggestion.List(keys)}), and none was chosen", "Use --target NAME or --all."),
            TargetSelection.NamedSelection named => Named(file, keys, named.Names),
            _ => new(keys, []),
        };
    }

    private static ConfigResult<IReadOnlyList<string>> Named(DeployFile file, IReadOnlyList<string> keys, IReadOnlyList<string> names)
    {
        var wanted = names.Select(n => n.Trim()).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count == 0)
            return Fail(file, ProblemCode.Missing, "targets", "--target names no target", $"This file has {Suggestion.List(keys)}.");
        var unknown = wanted.Where(w => !keys.Contains(w)).Select(w =>
            file.Problem(ProblemCode.Reference, "targets", $"no target is named '{w}'", TargetHint(w, keys))).ToList();
        return new(wanted, unknown);
    }

    private static string TargetHint(string word, IReadOnlyList<string> keys) =>
        Suggestion.Nearest(word, keys) is { } near ? $"Did you mean '{near}'?" : $"This file has {Suggestion.List(keys)}.";

    private static ConfigResult<IReadOnlyList<string>> Fail(DeployFile file, ProblemCode code, string path, string message, string hint) =>
        new([], [file.Problem(code, path, message, hint)]);
}
