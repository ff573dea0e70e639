using Haloy.Contracts.Api;
using Haloy.Docker;
using Haloy.Server.Deployments;

namespace Haloy.Server.Images;

/// <summary>The tags under which images of earlier deployments are kept for rollback: <c>&lt;app&gt;:&lt;deployment id&gt;</c> (spec/server §4.8).</summary>
internal sealed partial class RetainedImages(IDockerClient docker, IDeploymentStore store, ILogger<RetainedImages> logger)
{
    // Docker accepts no capitals in repository names; app names may have them.
    public static string Repository(string app) => app.ToLowerInvariant();

    public static string Reference(string app, string deploymentId) => $"{Repository(app)}:{deploymentId.ToLowerInvariant()}";

    /// <summary>Forgets the deployments of an app beyond its history count and removes the tags that were made for them, and only those.</summary>
    public async Task PruneAsync(Deployment succeeded, CancellationToken cancellationToken)
    {
        var keep = succeeded.Target.Image?.History?.Count ?? TargetDefaults.HistoryCount;
        foreach (var id in store.Prune(succeeded.App, keep))
        {
            try
            {
                await docker.Images.RemoveAsync(Reference(succeeded.App, id), force: false, noPrune: false, cancellationToken);
            }
            catch (DockerException e)
            {
                LogKept(Reference(succeeded.App, id), e.Message);
            }
        }
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "Image {Image} is no longer needed but stays: {Problem}")]
    private partial void LogKept(string image, string problem);
}
