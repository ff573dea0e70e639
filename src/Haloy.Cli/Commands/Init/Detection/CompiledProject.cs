namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>Languages that are compiled into a program of their own: one file says what it is.</summary>
internal static class CompiledProject
{
    private const int UsualPort = 8080;

    public static Framework? Go(ProjectFolder folder) =>
        folder.Read("go.mod") is { } text ? new Framework("Go", "go.mod", UsualPort) { PackageName = GoModule(text) } : null;

    public static Framework? Rust(ProjectFolder folder) =>
        folder.Read("Cargo.toml") is { } text ? new Framework("Rust", "Cargo.toml", UsualPort) { PackageName = TomlName.In(text, "[package]") } : null;

    public static Framework? Elixir(ProjectFolder folder) => folder.Read("mix.exs") switch
    {
        null => null,
        var text when text.Contains(":phoenix", StringComparison.Ordinal) => new Framework("Phoenix", "mix.exs", 4000) { Secret = "SECRET_KEY_BASE" },
        _ => new Framework("Elixir", "mix.exs", 4000) { IsGuess = true },
    };

    public static Framework? Jvm(ProjectFolder folder)
    {
        foreach (var file in new[] { "pom.xml", "build.gradle", "build.gradle.kts" })
        {
            if (folder.Read(file) is not { } text)
                continue;
            return text.Contains("springframework.boot", StringComparison.Ordinal)
                ? new Framework("Spring Boot", file, UsualPort)
                : new Framework("Java", file, UsualPort) { IsGuess = true };
        }

        return null;
    }

    /// <summary>The last part of the module's path that is not a version: <c>shop</c> of <c>example.com/me/shop/v2</c>.</summary>
    private static string? GoModule(string text)
    {
        var line = text.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.StartsWith("module ", StringComparison.Ordinal));
        return line?["module ".Length..].Trim().Split('/').LastOrDefault(p => p is not (['v', >= '0' and <= '9', ..]));
    }
}
