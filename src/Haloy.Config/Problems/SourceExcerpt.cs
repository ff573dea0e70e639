using Haloy.Config.Binding;
using Haloy.Config.Parsing;

namespace Haloy.Config.Problems;

/// <summary>The source line shown with a problem. Where values may be secrets, only the key is shown: problems end up in build logs.</summary>
internal static class SourceExcerpt
{
    // Blocks below which any text may be a secret written in the wrong place; compared without '_' and case, for both spellings of keys.
    private static readonly string[] SensitiveBlocks = ["apitoken", "username", "password", "env", "args", "basicauth", "notify", "certificate", "key"];

    private static readonly string[] ValueKeys = ["value", "password", "username", "api_token", "apiToken"];

    // A file in one line of megabytes helps nobody, and costs its length for each problem.
    private const int MaxLength = 16 * 1024;

    public static string? Of(SourceText source, string path, int? line, int? column)
    {
        if (source.Line(line) is not { Length: <= MaxLength } text)
            return null;
        var at = Math.Clamp((column ?? 1) - 1, 0, text.Length);
        var end = Math.Min(ValueKeys.Select(key => EndOfKey(text, key)).Min(), EndOfHeader(text));
        if (path.Split('.').Any(IsSensitive) || CredentialHeaders.IsPath(path))
            end = Math.Min(end, EndOfKeyAt(text, at));
        if (end >= text.TrimEnd().Length)
            return text;
        var shown = text[..end] + " …";
        return end < at && KeyAt(text, at, path) is { } key ? $"{shown.PadRight(at)}{key} …" : shown;
    }

    /// <summary>A key behind the value that is left out, when it is the one that the problem names anyway.</summary>
    private static string? KeyAt(string text, int at, string path)
    {
        var end = EndOfKeyAt(text, at);
        return path.Length > 0 && end > at && text[at..end].TrimEnd(':', '=', ' ').Trim('"', '\'') == KeyPath.LastKey(path) ? text[at..end] : null;
    }

    /// <summary>Whether a line has a key whose value may be a secret.</summary>
    public static bool HoldsValue(string text) => ValueKeys.Any(key => EndOfKey(text, key) < text.Length);

    private static bool IsSensitive(string key) =>
        SensitiveBlocks.Contains(key.Split('[')[0].Replace("_", "", StringComparison.Ordinal).ToLowerInvariant());

    /// <summary>Behind the separator of the first <paramref name="key"/> of the line; its length when there is none.</summary>
    private static int EndOfKey(string text, string key)
    {
        for (var at = text.IndexOf(key, StringComparison.Ordinal); at >= 0; at = text.IndexOf(key, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsWord(text[at - 1])) && Separator(text, at + key.Length) is { } end)
                return end;
        }

        return text.Length;
    }

    /// <summary>Behind the separator of the first header that holds a credential; the line's length when there is none.</summary>
    private static int EndOfHeader(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && IsWord(text[at]))
                at++;
            if (at > start && CredentialHeaders.IsWord(text[start..at]) && Separator(text, at) is { } end)
                return end;
        }

        return text.Length;
    }

    /// <summary>Behind the key that begins at <paramref name="at"/>; any other word at this place is the value itself.</summary>
    private static int EndOfKeyAt(string text, int at)
    {
        var end = at < text.Length && text[at] is '"' or '\'' ? at + 1 : at;
        while (end < text.Length && IsWord(text[end]))
            end++;
        return Separator(text, end) ?? at;
    }

    /// <summary>Behind the <c>:</c> or <c>=</c> that may follow a key, quoted or not.</summary>
    private static int? Separator(string text, int at)
    {
        if (at < text.Length && text[at] is '"' or '\'')
            at++;
        while (at < text.Length && text[at] == ' ')
            at++;
        return at < text.Length && text[at] is ':' or '=' ? at + 1 : null;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
