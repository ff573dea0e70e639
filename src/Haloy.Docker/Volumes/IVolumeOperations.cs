namespace Haloy.Docker.Volumes;

/// <summary>Named volumes of the engine.</summary>
public interface IVolumeOperations
{
    /// <summary>One volume, or <see langword="null"/> when there is none.</summary>
    Task<VolumeDetails?> InspectAsync(string name, CancellationToken cancellationToken);

    /// <summary>Creates a local volume; an existing one is returned as it is.</summary>
    Task<VolumeDetails> CreateAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>Volumes, with <paramref name="label"/> (<c>key</c> or <c>key=value</c>) only those that carry it.</summary>
    Task<IReadOnlyList<VolumeDetails>> ListAsync(string? label, CancellationToken cancellationToken);

    /// <summary>Removes a volume and what is in it; <see langword="false"/> when it was already gone. In use is a <see cref="DockerApiException"/> with status 409.</summary>
    Task<bool> RemoveAsync(string name, bool force, CancellationToken cancellationToken);
}
