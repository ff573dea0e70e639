using Haloy.Cli.Deployments;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Builds;

/// <summary>What has to happen to images before anything is deployed: each reference is built once and reaches each place once.</summary>
internal sealed record ImagePlan(
    IReadOnlyList<ImageBuild> Builds,
    IReadOnlyList<ImageUpload> Uploads,
    IReadOnlyList<ImageConfig> Pushes,
    IReadOnlyList<string> AlreadyThere)
{
    public static Outcome<ImagePlan> Create(IReadOnlyList<DeployTarget> targets, string deployFileDirectory)
    {
        var building = targets.Where(t => t.Image.ShouldBuild()).ToList();
        var builds = new List<ImageBuild>();
        foreach (var target in building.DistinctBy(t => t.Image.Reference()))
        {
            var build = ImageBuild.Create(target.Image, deployFileDirectory);
            if (!build.Succeeded)
                return build.Failure;
            builds.Add(build.Value);
        }

        var toServer = building.Where(t => t.Image.PushTarget() == "server").ToLookup(t => t.Api.Server.IsLocal);
        return new ImagePlan(
            builds,
            [.. toServer[false].Select(t => new ImageUpload(t.Image.Reference(), t.Api)).DistinctBy(u => (u.Reference, u.Api.Server.BaseAddress))],
            [.. building.Where(t => t.Image.PushTarget() == "registry").Select(t => t.Image).DistinctBy(i => i.Reference())],
            [.. toServer[true].Select(t => t.Image.Reference()).Distinct(StringComparer.Ordinal)]);
    }
}

/// <summary>An image on its way to a server.</summary>
internal sealed record ImageUpload(string Reference, Api.HaloyApi Api);
