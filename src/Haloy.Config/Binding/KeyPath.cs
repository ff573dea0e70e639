namespace Haloy.Config.Binding;

/// <summary>Where a value is: by the model's key names, and as the file writes it (<c>builder</c> for <c>build_config</c>).</summary>
internal readonly record struct KeyPath(string Canonical, string Written)
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(".[]\"'\\ \t\r\n");

    public static KeyPath Root { get; } = new("", "");

    // Nearly always the two are one text, and a file has thousands.
    private bool IsOne => ReferenceEquals(Canonical, Written);

    public KeyPath Key(string canonical, string written)
    {
        var path = Join(Canonical, Quoted(canonical));
        return new KeyPath(path, IsOne && canonical == written ? path : Join(Written, Quoted(written)));
    }

    public KeyPath Key(string name) => Key(name, name);

    public KeyPath Item(int index) => Item(index, index);

    public KeyPath Item(int canonical, int written)
    {
        var path = $"{Canonical}[{canonical}]";
        return new KeyPath(path, IsOne && canonical == written ? path : $"{Written}[{written}]");
    }

    /// <summary>A key as it stands in paths: in quotes when its own characters would be taken for the path's.</summary>
    public static string Quoted(string key) =>
        key.Length > 0 && !key.AsSpan().ContainsAny(Special)
            ? key
            : $"\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string Join(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    /// <summary>The path without its last key or index; <see langword="null"/> for the root.</summary>
    public static string? Parent(string path)
    {
        if (path.Length == 0)
            return null;
        var end = path[^1] == '"' ? OpeningQuote(path) - 1 : path.LastIndexOfAny(['.', '[']);
        return end < 0 ? "" : path[..end];
    }

    /// <summary>The last key of a path with the indexes behind it, without quotes: what a sentence calls it.</summary>
    public static string LastKey(string path) =>
        path.Length > 0 && path[^1] == '"' ? path[(OpeningQuote(path) + 1)..^1] : path[(path.LastIndexOf('.') + 1)..];

    /// <summary>Every path around <paramref name="path"/>, from the nearest to the root's.</summary>
    public static IEnumerable<string> Ancestors(string path)
    {
        while (Parent(path) is { } parent)
            yield return path = parent;
    }

    // Every quote inside a quoted key is escaped.
    private static int OpeningQuote(string path)
    {
        var at = path.Length - 2;
        while (at > 0 && (path[at] != '"' || path[at - 1] == '\\'))
            at--;
        return at;
    }
}
