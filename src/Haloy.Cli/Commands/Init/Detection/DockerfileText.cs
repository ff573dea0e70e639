using System.Text;

namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>One instruction of a Dockerfile, its lines joined.</summary>
internal sealed record DockerInstruction(string Keyword, string Arguments);

/// <summary>Cuts a Dockerfile into instructions: comments, continued lines, the <c>escape</c> directive and here-documents.</summary>
internal static class DockerfileText
{
    public static IReadOnlyList<DockerInstruction> Parse(string text)
    {
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        var escape = EscapeOf(lines);
        var result = new List<DockerInstruction>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (IsCommentOrBlank(lines[i]))
                continue;
            var (instruction, next) = Join(lines, i, escape);
            i = next;
            var words = instruction.Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2)
                result.Add(new DockerInstruction(words[0].ToUpperInvariant(), words[1].Trim()));
        }

        return result;
    }

    private static char EscapeOf(List<string> lines) =>
        lines.TakeWhile(l => l.StartsWith('#')).Any(l => l.Replace(" ", "", StringComparison.Ordinal).Equals("#escape=`", StringComparison.OrdinalIgnoreCase)) ? '`' : '\\';

    /// <summary>The instruction that begins on line <paramref name="i"/>, and its last line; a comment inside is no part of it.</summary>
    private static (string Text, int Last) Join(List<string> lines, int i, char escape)
    {
        var text = new StringBuilder();
        for (; i < lines.Count; i++)
        {
            if (text.Length > 0 && IsCommentOrBlank(lines[i]))
                continue;
            var line = lines[i].TrimEnd();
            if (!line.EndsWith(escape))
                return (text.Append(line).ToString(), SkipHereDocument(lines, i, text.ToString()));
            text.Append(line, 0, line.Length - 1).Append(' ');
        }

        return (text.ToString(), i);
    }

    /// <summary>The line that ends the here-documents begun in <paramref name="instruction"/>; without one, the instruction's own last line.</summary>
    private static int SkipHereDocument(List<string> lines, int last, string instruction)
    {
        var start = instruction.IndexOf("<<", StringComparison.Ordinal);
        if (start < 0 || instruction.TrimStart().Split(' ')[0].ToUpperInvariant() is not ("RUN" or "COPY" or "ADD"))
            return last;
        var word = new string([.. instruction[(start + 2)..].TrimStart('-').TrimStart('"', '\'').TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_')]);
        var end = word.Length == 0 ? -1 : lines.FindIndex(last + 1, l => l.Trim() == word);
        return end < 0 ? last : end;
    }

    private static bool IsCommentOrBlank(string line) => line.AsSpan().TrimStart() is [] or ['#', ..];
}
