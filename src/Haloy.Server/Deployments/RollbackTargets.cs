using Haloy.Contracts.Api;
using Haloy.Docker;
using Haloy.Server.Images;

namespace Haloy.Server.Deployments;

/// <summary>The deployments an app can go back to: succeeded, not the current one, and with an image that is still there.</summary>
internal sealed class RollbackTargets(IDeploymentStore store, IDockerClient docker)
{
    private const int Shown = 50;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RollbackTarget>> ListAsync(string app, CancellationToken cancellationToken)
    {
        var stored = store.Load();
        var current = stored.Apps.GetValueOrDefault(app)?.CurrentDeployment;
        var candidates = stored.Deployments
            .Where(d => d.App == app && d.Phase == DeploymentPhase.Succeeded && d.Id != current && d.History is not null)
            .OrderByDescending(d => d.Sequence)
            .Take(Shown);

        var targets = new List<RollbackTarget>();
        foreach (var deployment in candidates)
        {
            if (Image(deployment) is { } image && (image.PullPolicy != "never" || await docker.Images.InspectAsync(image.Reference(), cancellationToken) is not null))
                targets.Add(new() { DeploymentId = deployment.Id, ImageRef = image.Reference(), RawDeployConfig = deployment.History! with { Image = image } });
        }

        return targets;
    }

    // With the registry strategy the original reference is pulled again; otherwise the tag kept on the server is used, and nothing is pulled or built.
    private static ImageConfig? Image(Deployment deployment)
    {
        var image = deployment.History!.Image ?? new ImageConfig();
        return deployment.Target.Image?.History?.Strategy switch
        {
            "none" => null,
            "registry" => image,
            _ => image with
            {
                Repository = RetainedImages.Repository(deployment.App),
                Tag = deployment.Id.ToLowerInvariant(),
                PullPolicy = "never",
                Build = false,
                BuildConfig = null,
                Registry = null,
            },
        };
    }
}
