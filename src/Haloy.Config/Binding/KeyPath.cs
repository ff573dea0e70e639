namespace Haloy.Config.Binding;

/// <summary>Where a value is: by the model's key names, and as the file writes it (<c>builder</c> for <c>build_config</c>).</summary>
internal readonly record struct KeyPath(string Canonical, string Written)
{
    public static KeyPath Root { get; } = new("", "");

    // Nearly always the two are one text, and a file has thousands.
    private bool IsOne => ReferenceEquals(Canonical, Written);

    public KeyPath Key(string canonical, string written)
    {
        var path = Join(Canonical, canonical);
        return new KeyPath(path, IsOne && canonical == written ? path : Join(Written, written));
    }

    public KeyPath Key(string name) => Key(name, name);

    public KeyPath Item(int index) => Item(index, index);

    public KeyPath Item(int canonical, int written)
    {
        var path = $"{Canonical}[{canonical}]";
        return new KeyPath(path, IsOne && canonical == written ? path : $"{Written}[{written}]");
    }

    public static string Join(string parent, string key) => parent.Length == 0 ? key : $"{parent}.{key}";

    /// <summary>The path without its last key or index; <see langword="null"/> for the root.</summary>
    public static string? Parent(string path)
    {
        if (path.Length == 0)
            return null;
        var end = path.LastIndexOfAny(['.', '[']);
        return end < 0 ? "" : path[..end];
    }

    /// <summary>Every path around <paramref name="path"/>, from the nearest to the root's.</summary>
    public static IEnumerable<string> Ancestors(string path)
    {
        while (Parent(path) is { } parent)
            yield return path = parent;
    }
}
