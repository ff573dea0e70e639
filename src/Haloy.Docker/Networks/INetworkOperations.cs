namespace Haloy.Docker.Networks;

/// <summary>Networks of the engine.</summary>
public interface INetworkOperations
{
    /// <summary>One network by name or id, or <see langword="null"/> when there is none.</summary>
    Task<NetworkDetails?> InspectAsync(string name, CancellationToken cancellationToken);

    /// <summary>Creates a network and returns its id; a taken name is a <see cref="DockerApiException"/> with status 409.</summary>
    Task<string> CreateAsync(NetworkSpec spec, CancellationToken cancellationToken);

    /// <summary>Makes sure that an attachable bridge network of this name exists; an existing one is used as it is. Returns whether this call made it; of several callers at once, one.</summary>
    Task<bool> EnsureAsync(string name, CancellationToken cancellationToken);

    /// <summary>Puts a container on a network; already there is fine.</summary>
    Task ConnectAsync(string network, string containerId, IReadOnlyList<string> aliases, CancellationToken cancellationToken);

    /// <summary>Removes a network; <see langword="false"/> when it was already gone.</summary>
    Task<bool> RemoveAsync(string name, CancellationToken cancellationToken);
}
