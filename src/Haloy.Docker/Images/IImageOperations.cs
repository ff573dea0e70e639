namespace Haloy.Docker.Images;

/// <summary>Images of the engine. A reference may be a name with tag or digest, or an id.</summary>
public interface IImageOperations
{
    /// <summary>One image, or <see langword="null"/> when the engine does not have it.</summary>
    Task<ImageDetails?> InspectAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Images that match.</summary>
    Task<IReadOnlyList<ImageSummary>> ListAsync(ImageFilter filter, CancellationToken cancellationToken);

    /// <summary>Adds the name <c>repository:tag</c> to <paramref name="source"/>.</summary>
    Task TagAsync(string source, string repository, string tag, CancellationToken cancellationToken);

    /// <summary>Removes a name, and the image with its last one; <see langword="false"/> when it was already gone. In use is a <see cref="DockerApiException"/> with status 409.</summary>
    Task<bool> RemoveAsync(string reference, bool force, bool noPrune, CancellationToken cancellationToken);

    /// <summary>Reads images from a <c>docker save</c> archive, streamed, and returns the references (or ids, for unnamed ones) that were loaded.</summary>
    Task<IReadOnlyList<string>> LoadAsync(Stream tar, CancellationToken cancellationToken);

    /// <summary>Pulls one image; without tag or digest, <c>latest</c>.</summary>
    Task PullAsync(string reference, RegistryCredentials? credentials, IProgress<PullProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Builds from a tar of the build context with the engine's classic builder and returns the image id.</summary>
    Task<string> BuildAsync(BuildSpec spec, Stream contextTar, IProgress<string>? progress, CancellationToken cancellationToken);

    /// <summary>The image as a <c>docker save</c> archive; the caller disposes the stream, which ends the transfer.</summary>
    Task<Stream> SaveAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Removes untagged images no container uses; with <paramref name="label"/> (<c>key</c> or <c>key=value</c>) only those that carry it.</summary>
    Task<PruneResult> PruneDanglingAsync(string? label, CancellationToken cancellationToken);
}
