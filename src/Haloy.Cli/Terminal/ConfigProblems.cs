using Haloy.Config.Problems;

namespace Haloy.Cli.Terminal;

/// <summary>Shows what is wrong with a deploy file: the same for every command.</summary>
internal static class ConfigProblems
{
    private const int MostShown = 50;

    /// <summary>All problems, in the order of the file; of very many only the first.</summary>
    public static void Show(this ITerminal terminal, IReadOnlyList<ConfigProblem> problems)
    {
        foreach (var problem in problems.Take(MostShown))
            terminal.Error(ConfigProblemFormatter.Format(problem, (part, text) => terminal.PaintError(ColourOf(part), text)));
        if (problems.Count > MostShown)
            terminal.Error($"… and {problems.Count - MostShown} more");
    }

    private static Colour ColourOf(ProblemPart part) => part switch
    {
        ProblemPart.Place => Colour.Bold,
        ProblemPart.Caret => Colour.Red,
        _ => Colour.Grey,
    };
}
