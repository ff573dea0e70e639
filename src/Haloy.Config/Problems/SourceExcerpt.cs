using Haloy.Config.Parsing;

namespace Haloy.Config.Problems;

/// <summary>The source line shown with a problem. Where values may be secrets, only the key is shown: problems end up in build logs.</summary>
internal static class SourceExcerpt
{
    private static readonly string[] Sensitive = ["api_token", "username", "password", "env", "args"];

    public static string? Of(SourceText source, string path, int? line, int? column)
    {
        var text = source.Line(line);
        if (text is null || !path.Split('.').Any(IsSensitive))
            return text;
        var start = Math.Clamp((column ?? 1) - 1, 0, text.Length);
        // A flow block, such as {value: x, nam: y}, may hold the secret before the place of the problem.
        if (text[..start].Contains(':', StringComparison.Ordinal) && text.Contains("value", StringComparison.Ordinal))
            return null;
        var end = start;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_'))
            end++;
        // Only a key is followed by a colon; any other word at this place is the value itself.
        return end < text.Length && text[end] == ':' ? Cut(text, end + 1) : Cut(text, start);
    }

    private static bool IsSensitive(string key) => Sensitive.Contains(key.Split('[')[0]);

    private static string Cut(string text, int end) => end >= text.TrimEnd().Length ? text : text[..end] + " …";
}
