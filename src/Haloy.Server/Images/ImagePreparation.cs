using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Core;
using Haloy.Docker;
using Haloy.Docker.Images;
using Haloy.Server.Deployments;
using Haloy.Server.Logs;

namespace Haloy.Server.Images;

/// <summary>Makes available what a deployment's containers need before the first of them starts: image, platform, network, volumes.</summary>
internal sealed class ImagePreparation(IDockerClient docker, Journal journal, string? instance)
{
    /// <summary>The reference to create containers from.</summary>
    public async Task<Outcome<string>> PrepareAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var image = await AvailableAsync(deployment, cancellationToken);
        if (!image.Succeeded)
            return image.Failure;
        if (await PlatformProblemAsync(image.Value, cancellationToken) is { } problem)
            return problem;

        await docker.Networks.EnsureAsync(TargetDefaults.Network, cancellationToken);
        foreach (var volume in NamedVolumes(deployment.Target))
            await docker.Volumes.CreateAsync(volume, VolumeLabels(deployment.App), cancellationToken);

        return await KeepAsync(deployment, image.Value, cancellationToken);
    }

    /// <summary>The names of the volumes in a target that Docker manages; a source that is a path is the host's own.</summary>
    internal static IEnumerable<string> NamedVolumes(TargetConfig target) =>
        (target.Volumes ?? []).Select(v => v.Split(':')[0]).Where(source => !source.StartsWith('/')).Distinct();

    // Whoever removes the volumes of an app must see only those of its own daemon.
    private Dictionary<string, string> VolumeLabels(string app) => instance is null
        ? new() { [Labels.AppName] = app }
        : new() { [Labels.AppName] = app, [Labels.Instance] = instance };

    private async Task<Outcome<ImageDetails>> AvailableAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var config = deployment.Target.Image!;
        var reference = config.Reference();
        var local = await docker.Images.InspectAsync(reference, cancellationToken);

        // An image that the client built exists nowhere else: asking a registry for its name could only bring a stranger's.
        var localOnly = config.PullPolicy == "never" || (config.ShouldBuild() && config.PushTarget() == "server");
        if (local is not null && (localOnly || config.PullPolicy == "if_missing"))
            return local;
        if (localOnly)
            return new Failure($"image {reference} is not on the server", "Run `haloy deploy` again: it builds and uploads the image.");

        return await PullAsync(deployment, reference, local, cancellationToken);
    }

    private async Task<Outcome<ImageDetails>> PullAsync(Deployment deployment, string reference, ImageDetails? local, CancellationToken cancellationToken)
    {
        journal.Info(deployment.App, deployment.Id, $"pulling {reference}");
        try
        {
            await docker.Images.PullAsync(reference, Credentials(deployment.Target.Image!), progress: null, cancellationToken);
            return (await docker.Images.InspectAsync(reference, cancellationToken))!;
        }
        catch (DockerApiException e) when (local is not null)
        {
            journal.Warn(deployment.App, deployment.Id, $"could not ask the registry for a newer {reference} ({e.EngineMessage}); using the one on the server");
            return local;
        }
        catch (DockerApiException e)
        {
            return new Failure($"image {reference} cannot be pulled: {e.EngineMessage}", "Check the name and tag, or add image.registry with credentials; to build it from your Dockerfile set `image.build: true`.");
        }
    }

    // The app's own tag keeps the image for a rollback when the original tag moves on.
    private async Task<Outcome<string>> KeepAsync(Deployment deployment, ImageDetails image, CancellationToken cancellationToken)
    {
        if (deployment.Target.Image!.History?.Strategy == "none")
            return deployment.Target.Image.Reference();

        var repository = RetainedImages.Repository(deployment.App);
        await docker.Images.TagAsync(image.Id, repository, deployment.Id.ToLowerInvariant(), cancellationToken);
        return RetainedImages.Reference(deployment.App, deployment.Id);
    }

    private async Task<Failure?> PlatformProblemAsync(ImageDetails image, CancellationToken cancellationToken)
    {
        var host = Platforms.Normalize((await docker.System.InfoAsync(cancellationToken)).Architecture);
        var built = Platforms.Normalize(image.Architecture);
        return image.Os == "linux" && built == host
            ? null
            : new Failure($"the image is built for {image.Os}/{built}, this server is linux/{host}", $"Set image.build_config.platform to linux/{host} and deploy again.");
    }

    private static RegistryCredentials? Credentials(ImageConfig image) => image.Registry is { Username.Value: { } user, Password.Value: { } password } registry
        ? new(registry.Server ?? ImageReference.Parse(image.Repository ?? "").Registry ?? "docker.io", user, password)
        : null;
}
