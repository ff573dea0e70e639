using Haloy.Config.Parsing;

namespace Haloy.Config.Problems;

/// <summary>Collects the problems of one file.</summary>
internal sealed class ProblemList(SourceText source)
{
    private readonly List<ConfigProblem> _problems = [];

    public bool IsFull => _problems.Count >= ProblemOrder.Most;

    public void Add(ProblemCode code, string path, int? line, int? column, string message, string? hint = null)
    {
        if (!IsFull)
            _problems.Add(new ConfigProblem(code, path, source.Name, line, column, message, hint, SourceExcerpt.Of(source, path, line, column)));
    }

    /// <summary>The problems, each once, in the order of the file.</summary>
    public IReadOnlyList<ConfigProblem> InFileOrder() => ProblemOrder.Sort(_problems);
}

/// <summary>The order in which a person corrects problems.</summary>
internal static class ProblemOrder
{
    /// <summary>How many are kept: one more than is reported, so that it shows when there are more.</summary>
    public const int Most = ConfigProblem.MostReported + 1;

    /// <summary>Each problem once (targets share what they inherit), by line and column; those without a place last.</summary>
    public static IReadOnlyList<ConfigProblem> Sort(IEnumerable<ConfigProblem> problems) =>
        [.. problems.Distinct().OrderBy(p => p.Line ?? int.MaxValue).ThenBy(p => p.Column ?? int.MaxValue).Take(Most)];
}
