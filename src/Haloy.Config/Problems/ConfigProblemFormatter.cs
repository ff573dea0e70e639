using System.Globalization;
using System.Text;

namespace Haloy.Config.Problems;

/// <summary>Renders problems for a person.</summary>
public static class ConfigProblemFormatter
{
    /// <summary>All problems, a blank line between them.</summary>
    public static string Format(IEnumerable<ConfigProblem> problems) => string.Join("\n\n", problems.Select(p => Format(p)));

    /// <summary>One problem: <c>file:line:column: message</c>, the source line with a caret, the key and the hint.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="paint">Colours a part; without it the text stays plain.</param>
    public static string Format(ConfigProblem problem, Func<ProblemPart, string, string>? paint = null)
    {
        paint ??= static (_, part) => part;
        var text = new StringBuilder();
        if (Place(problem) is { Length: > 0 } place)
            text.Append(paint(ProblemPart.Place, place)).Append(' ');
        text.Append(PrintableText.Of(problem.Message));
        if (problem.SourceLine is { } source && problem.Line is { } line)
            AppendSource(text, source, line, problem.Column, paint);
        Append(text, "key:", problem.Path, paint);
        Append(text, "hint:", problem.Hint, paint);
        return text.ToString();
    }

    private static string Place(ConfigProblem problem) => problem switch
    {
        { File: "" } => "",
        { Line: { } line, Column: { } column } => $"{problem.File}:{line}:{column}:",
        { Line: { } line } => $"{problem.File}:{line}:",
        _ => $"{problem.File}:",
    };

    private static void AppendSource(StringBuilder text, string source, int line, int? column, Func<ProblemPart, string, string> paint)
    {
        var number = line.ToString(CultureInfo.InvariantCulture);
        var excerpt = ExcerptWindow.Around(source, column ?? 1);
        text.Append("\n  ").Append(paint(ProblemPart.Gutter, $"{number} |")).Append(' ').Append(excerpt.Text);
        if (column is not null)
            text.Append("\n  ").Append(paint(ProblemPart.Gutter, $"{new string(' ', number.Length)} |")).Append(' ', excerpt.Caret + 1).Append(paint(ProblemPart.Caret, "^"));
    }

    private static void Append(StringBuilder text, string label, string? value, Func<ProblemPart, string, string> paint)
    {
        if (!string.IsNullOrEmpty(value))
            text.Append("\n  ").Append(paint(ProblemPart.Label, label)).Append(' ').Append(PrintableText.Of(value));
    }
}
