using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.Targets;

/// <summary>A target in <c>targets --json</c>.</summary>
/// <param name="Name">The target's key; the app's name in a file without targets.</param>
/// <param name="App">The app's name.</param>
/// <param name="Server">The server, when the file names it.</param>
/// <param name="Domains">Canonical domains, without aliases.</param>
/// <param name="Image">The image's reference.</param>
/// <param name="Build">Whether the image is built here.</param>
/// <param name="Replicas">Containers to run.</param>
/// <param name="Strategy"><c>rolling</c> or <c>replace</c>.</param>
/// <param name="Protected">Left out of <c>deploy --all</c>.</param>
internal sealed record TargetOutput(
    string Name, string App, string? Server, IReadOnlyList<string> Domains, string Image, bool Build, int Replicas, string Strategy, bool Protected)
{
    public static TargetOutput Of(ResolvedTarget target)
    {
        var config = target.Config;
        var image = config.Image ?? new ImageConfig { Repository = config.Name };
        return new TargetOutput(
            target.Key,
            config.Name ?? target.Key,
            target.HasServer ? config.Server : null,
            [.. (config.Domains ?? []).Select(d => d.Domain ?? "")],
            image.Reference(),
            image.ShouldBuild(),
            config.Replicas ?? 1,
            config.DeploymentStrategy ?? "rolling",
            config.Protected == true);
    }
}
