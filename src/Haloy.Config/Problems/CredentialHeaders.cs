namespace Haloy.Config.Problems;

/// <summary>Headers whose names say that their values are credentials.</summary>
internal static class CredentialHeaders
{
    private static readonly string[] Whole = ["authorization", "proxy-authorization", "cookie", "set-cookie"];

    private static readonly string[] Parts = ["token", "secret", "password", "api-key", "apikey"];

    /// <summary>Whether a header of this name holds a credential.</summary>
    public static bool Contains(string name) =>
        Whole.Contains(name, StringComparer.OrdinalIgnoreCase) || Array.Exists(Parts, p => name.Contains(p, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the key <paramref name="path"/> is such a header.</summary>
    public static bool IsPath(string path) =>
        path.LastIndexOf("headers.", StringComparison.Ordinal) is var at and >= 0 && (at == 0 || path[at - 1] == '.') && Contains(path[(at + 8)..]);

    /// <summary>Whether a word of a line can only be such a header: keys of deploy files have no dashes.</summary>
    public static bool IsWord(string word) =>
        Whole.Contains(word, StringComparer.OrdinalIgnoreCase) || (word.Contains('-', StringComparison.Ordinal) && Contains(word));
}
