namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>PHP: the packages of <c>composer.json</c>.</summary>
internal static class PhpProject
{
    private const string File = "composer.json";

    public static Framework? Detect(ProjectFolder folder) => folder.Read(File) switch
    {
        null => null,
        // Its own package is named laravel/laravel in every new app, so the folder's name says more.
        var text when text.Contains("\"laravel/framework\"", StringComparison.Ordinal) => new Framework("Laravel", File, 8000) { Secret = "APP_KEY" },
        var text when text.Contains("\"symfony/framework-bundle\"", StringComparison.Ordinal) => new Framework("Symfony", File, 8000) { Secret = "APP_SECRET" },
        _ => new Framework("PHP", File, 80) { IsGuess = true },
    };
}
