using Haloy.Config.Binding;

namespace Haloy.Config.Problems;

/// <summary>
/// Problems that are only there because a value could not be read: a <c>name</c> of the wrong type is not also a missing one.
/// </summary>
internal static class FollowUps
{
    /// <summary>
    /// Those of <paramref name="problems"/> that stand on their own, given what went wrong in <paramref name="reading"/>: not at or inside a key
    /// that could not be read, and nothing missing around one.
    /// </summary>
    public static IEnumerable<ConfigProblem> Drop(IEnumerable<ConfigProblem> problems, IReadOnlyList<ConfigProblem> reading)
    {
        // A key given twice was read; what is wrong with its first value is worth saying.
        var unread = reading.Where(p => p.Code is not ProblemCode.Conflict).Select(p => p.Path).ToHashSet(StringComparer.Ordinal);
        var around = unread.SelectMany(KeyPath.Ancestors).ToHashSet(StringComparer.Ordinal);
        return problems
            .Where(p => !unread.Contains(p.Path) && !KeyPath.Ancestors(p.Path).Any(unread.Contains))
            .Where(p => p.Code != ProblemCode.Missing || !around.Contains(p.Path));
    }
}
