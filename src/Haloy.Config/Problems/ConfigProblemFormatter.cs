using System.Text;

namespace Haloy.Config.Problems;

/// <summary>Renders problems for a terminal.</summary>
public static class ConfigProblemFormatter
{
    private const int MaxWidth = 120;

    /// <summary>All problems, a blank line between them.</summary>
    public static string Format(IEnumerable<ConfigProblem> problems) => string.Join("\n\n", problems.Select(Format));

    /// <summary>One problem: <c>file:line:column: message</c>, the source line with a caret, the key and the hint.</summary>
    public static string Format(ConfigProblem problem)
    {
        var text = new StringBuilder();
        text.Append(Place(problem)).Append(problem.Message);
        if (problem.SourceLine is { } source && problem.Line is { } line)
            AppendSource(text, source, line, problem.Column);
        if (problem.Path.Length > 0)
            text.Append("\n  key: ").Append(problem.Path);
        if (problem.Hint is { } hint)
            text.Append("\n  hint: ").Append(hint);
        return text.ToString();
    }

    private static string Place(ConfigProblem problem) => problem switch
    {
        { File: "" } => "",
        { Line: { } line, Column: { } column } => $"{problem.File}:{line}:{column}: ",
        { Line: { } line } => $"{problem.File}:{line}: ",
        _ => $"{problem.File}: ",
    };

    private static void AppendSource(StringBuilder text, string source, int line, int? column)
    {
        var number = line.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var caret = Math.Clamp((column ?? 1) - 1, 0, source.Length);
        // A long line is cut so that the caret stays visible and near the left.
        var start = caret < MaxWidth ? 0 : caret - (MaxWidth / 2);
        var shown = source.Substring(start, Math.Min(MaxWidth, source.Length - start));
        text.Append("\n  ").Append(number).Append(" | ").Append(Visible(shown).TrimEnd());
        if (column is not null)
            text.Append("\n  ").Append(' ', number.Length).Append(" | ").Append(' ', caret - start).Append('^');
    }

    /// <summary>One column per character: a tab as an arrow, anything else that would move the cursor as a dot.</summary>
    private static string Visible(string line) =>
        string.Create(line.Length, line, (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = from[i] == '\t' ? '→' : char.IsControl(from[i]) ? '·' : from[i];
        });
}
