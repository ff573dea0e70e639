namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>Python: what <c>pyproject.toml</c>, <c>requirements.txt</c> or <c>Pipfile</c> depends on.</summary>
internal static class PythonProject
{
    private static readonly string[] Files = ["pyproject.toml", "requirements.txt", "requirements/base.txt", "requirements/production.txt", "Pipfile"];

    private static readonly (string Package, string Name, int Port, string? Secret)[] Known =
    [
        ("django", "Django", 8000, "SECRET_KEY"),
        ("fastapi", "FastAPI", 8000, null),
        ("flask", "Flask", 5000, "SECRET_KEY"),
        ("starlette", "Starlette", 8000, null),
        ("litestar", "Litestar", 8000, null),
    ];

    public static Framework? Detect(ProjectFolder folder)
    {
        var texts = Files.Select(f => (File: f, Text: folder.Read(f))).Where(f => f.Text is not null).ToList();
        var name = texts.Where(f => f.File == "pyproject.toml").Select(f => TomlName.In(f.Text!, "[project]", "[tool.poetry]")).FirstOrDefault();
        foreach (var (package, title, port, secret) in Known)
        {
            if (texts.Find(f => DependsOn(f.Text!, package)) is { File: { } file })
                return new Framework(title, file, port) { PackageName = name, Secret = secret };
        }

        return texts.Count > 0 ? new Framework("Python", texts[0].File, 8000) { PackageName = name, IsGuess = true } : null;
    }

    /// <summary>A line, or a quoted item of a list, that names the package alone or with extras or a version behind it.</summary>
    private static bool DependsOn(string text, string package)
    {
        foreach (var line in text.Split('\n'))
        {
            var rest = line.AsSpan();
            for (var at = rest.IndexOf(package, StringComparison.OrdinalIgnoreCase); at >= 0; at = rest.IndexOf(package, StringComparison.OrdinalIgnoreCase))
            {
                var before = at == 0 ? '\n' : rest[at - 1];
                var after = at + package.Length < rest.Length ? rest[at + package.Length] : '\n';
                if (before is '\n' or '"' or '\'' or ' ' or '\t' && !IsNamePart(after) && line.TrimStart() is not ['#', ..])
                    return true;
                rest = rest[(at + package.Length)..];
            }
        }

        return false;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
