using Haloy.Config.Problems;

namespace Haloy.Config.Parsing.Yaml;

/// <summary>What to do about a line that YAML cannot read.</summary>
internal sealed record YamlAdvice(int Line, int Column, string Hint);

/// <summary>Guesses the mistake behind a YAML syntax error from the lines around it (spec/client §1.18); the first guess that fits wins.</summary>
internal static class YamlHints
{
    // What no plain value begins with. '[', '{' and quotes begin values of other kinds, '|' and '>' texts of several lines.
    private const string NeverFirst = "@`%*&!,]}";

    /// <summary>Advice about an error at <paramref name="line"/> (from 1), or <see langword="null"/>.</summary>
    public static YamlAdvice? For(IReadOnlyList<string> lines, int line) =>
        Tab(lines)
        ?? Bracket(lines, line)
        ?? MissingColon(lines, line)
        ?? MissingColon(lines, line - 1)
        ?? ItemBesideKey(lines, line)
        ?? Unquoted(lines, line)
        ?? Unquoted(lines, line - 1)
        ?? Escape(lines, line)
        ?? OddIndent(lines, line)
        ?? ListIndent(lines, line);

    private static YamlAdvice? Tab(IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var tab = lines[i].AsSpan(0, Blank(lines[i])).IndexOf('\t');
            if (tab >= 0)
                return new YamlAdvice(i + 1, tab + 1, "Indent with spaces: YAML does not allow tabs there.");
        }

        return null;
    }

    private static YamlAdvice? Bracket(IReadOnlyList<string> lines, int line)
    {
        if (YamlBrackets.Unclosed(lines, line) is not { } place)
            return null;
        var opening = lines[place.Line - 1][place.Column - 1];
        return new YamlAdvice(place.Line, place.Column, $"Close this '{opening}' with '{(opening == '[' ? ']' : '}')}'.");
    }

    private static YamlAdvice? MissingColon(IReadOnlyList<string> lines, int line)
    {
        if (Content(lines, line) is not { } text || text.Contains(':', StringComparison.Ordinal) || text[0] is '-' or '#')
            return null;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var word = space > 0 ? text[..space] : "";
        return word.Length > 0 && (char.IsAsciiLetter(word[0]) || word[0] == '_') && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? Advice(lines, line, $"Is a colon missing? Write: {word}: {text[space..].Trim()}")
            : null;
    }

    private static YamlAdvice? ItemBesideKey(IReadOnlyList<string> lines, int line) =>
        Content(lines, line) is { } text && text[0] is not ('#' or '"' or '\'') && text.IndexOf(": - ", StringComparison.Ordinal) is var colon and > 0
            ? Advice(lines, line, $"Write the list item on a line of its own, below '{text[..(colon + 1)]}'.")
            : null;

    private static YamlAdvice? OddIndent(IReadOnlyList<string> lines, int line)
    {
        for (var i = line - 2; i <= line + 1; i++)
        {
            if (Content(lines, i) is not null && YamlIndent.Expected(lines, i) is { } wanted)
                return Advice(lines, i, $"This line is indented by {Blank(lines[i - 1])} spaces, the lines that it seems to belong to by {wanted}.");
        }

        return null;
    }

    private static YamlAdvice? Unquoted(IReadOnlyList<string> lines, int line)
    {
        if (Content(lines, line) is not { } text || text[0] == '#')
            return null;
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var value = colon >= 0 ? text[(colon + 2)..].Trim() : text.StartsWith("- ", StringComparison.Ordinal) ? text[2..].Trim() : "";
        if (!NeedsQuotes(value))
            return null;
        return Advice(lines, line, colon < 0 || SourceExcerpt.HoldsValue(text)
            ? "Put the value in quotes."
            : $"Put the value in quotes: {text[..colon]}: \"{value.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    private static bool NeedsQuotes(string value) =>
        value.Length > 0
        && value[0] is not ('"' or '\'' or '|' or '>' or '[' or '{' or '#')
        && (NeverFirst.Contains(value[0], StringComparison.Ordinal) || value.Contains(": ", StringComparison.Ordinal) || value.EndsWith(':'));

    private static YamlAdvice? Escape(IReadOnlyList<string> lines, int line) =>
        Content(lines, line) is { } text && text.IndexOf('"', StringComparison.Ordinal) is var quote and >= 0 && text.IndexOf('\\', quote) > 0
            ? Advice(lines, line, "In double quotes '\\' begins an escape: write '\\\\' for the character itself, or use single quotes.")
            : null;

    private static YamlAdvice? ListIndent(IReadOnlyList<string> lines, int line)
    {
        if (Content(lines, line) is not { } text || text[0] != '-')
            return null;
        for (var i = line - 1; i >= 1; i--)
        {
            if (Content(lines, i) is not { } parent || parent[0] is '-' or '#' || !parent.EndsWith(':'))
                continue;
            var wanted = Blank(lines[i - 1]) + Unit(lines);
            return Blank(lines[line - 1]) == wanted ? null : Advice(lines, line, $"Indent the list item by {wanted} spaces.");
        }

        return null;
    }

    private static YamlAdvice Advice(IReadOnlyList<string> lines, int line, string hint) => new(line, Blank(lines[line - 1]) + 1, hint);

    private static int Unit(IReadOnlyList<string> lines) =>
        lines.Where(l => l.Trim().Length > 0).Select(Blank).Where(n => n > 0).DefaultIfEmpty(2).Min();

    private static int Blank(string line) => line.Length - line.TrimStart(' ', '\t').Length;

    private static string? Content(IReadOnlyList<string> lines, int line) =>
        line >= 1 && line <= lines.Count && lines[line - 1].Trim() is { Length: > 0 } text ? text : null;
}
