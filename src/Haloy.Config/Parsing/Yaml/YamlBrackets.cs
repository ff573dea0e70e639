namespace Haloy.Config.Parsing.Yaml;

/// <summary>Finds a list or block in brackets that nothing closes.</summary>
internal static class YamlBrackets
{
    // A bracket that is open for longer than this is somebody's bracket, but hardly the cause of this error.
    private const int MostLines = 50;

    /// <summary>The place of a bracket that opens a value at or above <paramref name="line"/> and is never closed.</summary>
    public static TextPlace? Unclosed(IReadOnlyList<string> lines, int line)
    {
        for (var i = Math.Min(line, lines.Count); i >= Math.Max(1, line - MostLines); i--)
        {
            if (Start(lines[i - 1]) is { } start && !IsClosed(lines, i - 1, start))
                return new TextPlace(i, start + 1);
        }

        return null;
    }

    /// <summary>Where a value in brackets begins, behind a key or the '-' of an item.</summary>
    private static int? Start(string line)
    {
        if (line.TrimStart().StartsWith('#'))
            return null;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] is '[' or '{')
                return line[..at].TrimEnd() is "" or [.., ':' or '-'] ? at : null;
            if (line[at] is '"' or '\'')
                return null;
        }

        return null;
    }

    private static bool IsClosed(IReadOnlyList<string> lines, int line, int start)
    {
        var depth = 0;
        char? quote = null;
        for (; line < lines.Count; line++, start = 0)
        {
            for (var at = start; at < lines[line].Length; at++)
            {
                var c = lines[line][at];
                if (quote is not null || c is '"' or '\'')
                    quote = quote is null ? c : quote == c ? null : quote;
                else if (c == '#' && at > 0 && lines[line][at - 1] == ' ')
                    break;
                else if (c is ']' or '}' && --depth == 0)
                    return true;
                else if (c is '[' or '{')
                    depth++;
            }
        }

        return false;
    }
}
