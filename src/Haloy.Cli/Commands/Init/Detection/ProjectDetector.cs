namespace Haloy.Cli.Commands.Init.Detection;

/// <summary>Finds out what a folder holds, by its files alone: nothing of it is run.</summary>
internal static class ProjectDetector
{
    // In this order: a Rails or Laravel app has a package.json too, for its assets.
    private static readonly Func<ProjectFolder, Framework?>[] Detectors =
    [
        RubyProject.Detect, PhpProject.Detect, PythonProject.Detect, DotnetProject.Detect, NodeProject.Detect,
        CompiledProject.Go, CompiledProject.Rust, CompiledProject.Elixir, CompiledProject.Jvm, StaticSite.Detect,
    ];

    public static ProjectFacts Look(ProjectFolder folder)
    {
        var found = Detectors.Select(detect => detect(folder)).OfType<Framework>().ToList();
        return new ProjectFacts(
            folder.Name,
            found.Find(f => !f.IsGuess) ?? found.FirstOrDefault(),
            DockerfileFacts.Find(folder),
            HealthRoute.Find(folder));
    }
}

/// <summary>What was seen in a folder.</summary>
internal sealed record ProjectFacts(string FolderName, Framework? Framework, DockerfileFacts? Dockerfile, HealthRoute? HealthRoute);
