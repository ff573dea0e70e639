namespace Haloy.Config.Problems;

/// <summary>Renders problems for a terminal.</summary>
public static class ConfigProblemFormatter
{
    /// <summary>All problems, a blank line between them.</summary>
    public static string Format(IEnumerable<ConfigProblem> problems) => string.Join("\n\n", problems.Select(Format));

    /// <summary>One problem: <c>file:line:column: message</c>, the source line with a caret, the key and the hint.</summary>
    public static string Format(ConfigProblem problem) => throw new NotImplementedException();
}
