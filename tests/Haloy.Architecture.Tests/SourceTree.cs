namespace Haloy.Architecture.Tests;

/// <summary>A file of a project under src/.</summary>
/// <param name="Project">Such as <c>Server</c>, without the common prefix.</param>
/// <param name="Folder">First folder inside the project, or empty.</param>
/// <param name="Path">From the top directory, with '/'.</param>
/// <param name="Lines">Its text.</param>
internal sealed record SourceFile(string Project, string Folder, string Path, IReadOnlyList<string> Lines);

/// <summary>The product's sources as text; nothing is compiled or loaded.</summary>
internal sealed class SourceTree(string root)
{
    private const string Prefix = "Haloy.";

    public string Root => root;

    public IReadOnlyList<SourceFile> Sources { get; } = Read(root, "*.cs");

    public IReadOnlyList<SourceFile> Projects { get; } = Read(root, "*.csproj");

    public static string WithoutPrefix(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    private static List<SourceFile> Read(string root, string pattern) =>
    [
        .. from path in Directory.EnumerateFiles(Path.Combine(root, "src"), pattern, SearchOption.AllDirectories)
           let parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)
           where !parts.Contains("obj") && !parts.Contains("bin")
           orderby path
           select new SourceFile(WithoutPrefix(parts[1]), parts.Length > 3 ? parts[2] : "", string.Join('/', parts), File.ReadAllLines(path)),
    ];
}
