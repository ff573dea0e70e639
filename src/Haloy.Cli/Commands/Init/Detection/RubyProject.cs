namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>Ruby: the gems of the <c>Gemfile</c>.</summary>
internal static class RubyProject
{
    private const string File = "Gemfile";

    public static Framework? Detect(ProjectFolder folder) => folder.Read(File) switch
    {
        null => null,
        var gems when HasGem(gems, "rails") => new Framework("Rails", File, 3000) { Secret = "RAILS_MASTER_KEY" },
        var gems when HasGem(gems, "sinatra") => new Framework("Sinatra", File, 4567),
        _ => new Framework("Ruby", File, 9292) { IsGuess = true },
    };

    private static bool HasGem(string gemfile, string gem) =>
        gemfile.Split('\n').Select(l => l.Trim()).Any(l => l.StartsWith($"gem \"{gem}\"", StringComparison.Ordinal) || l.StartsWith($"gem '{gem}'", StringComparison.Ordinal));
}
