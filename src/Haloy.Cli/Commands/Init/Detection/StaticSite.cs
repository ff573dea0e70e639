namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>Plain pages, to be served by a web server's image.</summary>
internal static class StaticSite
{
    public static Framework? Detect(ProjectFolder folder) =>
        folder.Has("index.html") ? new Framework("Static site", "index.html", 80) { IsGuess = true } : null;
}
