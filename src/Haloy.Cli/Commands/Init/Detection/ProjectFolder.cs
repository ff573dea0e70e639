using System.Text;
using Haloy.Core;

namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>The folder of an app, read with care: a file that is missing, huge or unreadable is as good as none.</summary>
internal sealed class ProjectFolder(string path)
{
    private const int MaxFileBytes = 512 * 1024;
    private const int MaxSources = 300;
    private const int MaxDepth = 6;

    private static readonly string[] SourceExtensions =
        [".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".tsx", ".py", ".rb", ".php", ".go", ".rs", ".cs", ".ex", ".java", ".kt"];

    // What is generated, fetched or only run by tests says nothing about the app.
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules", "vendor", "target", "bin", "obj", "dist", "build", "out", "coverage", "venv", "__pycache__", "deps", "_build",
        "test", "tests", "spec", "__tests__", "e2e", "examples", "storage", "tmp", "public",
    };

    /// <summary>The name of the folder itself.</summary>
    public string Name => new DirectoryInfo(path).Name;

    public bool Has(string file) => File.Exists(Path.Combine(path, file));

    /// <summary>The text of a file, or <see langword="null"/>.</summary>
    public string? Read(string file) =>
        RegularFile.Read(Path.Combine(path, file), MaxFileBytes, out var content) is null ? Encoding.UTF8.GetString(content).TrimStart('\uFEFF') : null;

    /// <summary>Files of the folder itself, and below it down to <paramref name="depth"/> levels, whose names end as given; relative, nearest first.</summary>
    public IEnumerable<string> Find(string ending, int depth) =>
        Walk(depth).Where(f => f.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The app's source files, relative, nearest first; of very many only the first.</summary>
    public IEnumerable<string> Sources() => Walk(MaxDepth).Where(f => SourceExtensions.Contains(Path.GetExtension(f))).Take(MaxSources);

    private IEnumerable<string> Walk(int depth)
    {
        var level = new List<string> { "" };
        for (var d = 0; d <= depth && level.Count > 0; d++)
        {
            foreach (var file in level.SelectMany(Files))
                yield return file;
            level = [.. level.SelectMany(Folders)];
        }
    }

    private IEnumerable<string> Files(string folder) =>
        Entries(folder, Directory.EnumerateFiles).Select(name => Path.Combine(folder, name));

    private IEnumerable<string> Folders(string folder) =>
        Entries(folder, Directory.EnumerateDirectories).Where(name => name[0] != '.' && !Skipped.Contains(name)).Select(name => Path.Combine(folder, name));

    private IReadOnlyList<string> Entries(string folder, Func<string, string, EnumerationOptions, IEnumerable<string>> list)
    {
        // Links are not followed: they may lead out of the folder, or in a circle.
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        try
        {
            // A name with a line break would break out of the comment it may be named in.
            return [.. list(Path.Combine(path, folder), "*", options).Select(f => Path.GetFileName(f)).Where(f => !f.Any(char.IsControl)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
