namespace Haloy.Docker.Containers;

/// <summary>Containers of the engine. An id may be a full id, a unique prefix or a name.</summary>
public interface IContainerOperations
{
    /// <summary>Containers that match; only running ones unless <see cref="ContainerFilter.All"/>.</summary>
    Task<IReadOnlyList<ContainerSummary>> ListAsync(ContainerFilter filter, CancellationToken cancellationToken);

    /// <summary>Everything about one container, or <see langword="null"/> when there is none.</summary>
    Task<ContainerDetails?> InspectAsync(string id, CancellationToken cancellationToken);

    /// <summary>Creates a container without starting it and returns its full id; a missing image or a taken name is a <see cref="DockerApiException"/>.</summary>
    Task<string> CreateAsync(string name, ContainerSpec spec, CancellationToken cancellationToken);

    /// <summary>Starts it; already running is fine.</summary>
    Task StartAsync(string id, CancellationToken cancellationToken);

    /// <summary>Asks it to stop and kills it after <paramref name="grace"/> (whole seconds, rounded up); already stopped is <see langword="true"/>, gone is <see langword="false"/>.</summary>
    Task<bool> StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Sends a signal (<c>SIGKILL</c>, <c>SIGHUP</c> …); <see langword="false"/> when it is gone or not running.</summary>
    Task<bool> KillAsync(string id, string signal, CancellationToken cancellationToken);

    /// <summary>Stops it as <see cref="StopAsync"/> does, then starts it.</summary>
    Task RestartAsync(string id, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Gives it another name; a taken name is a <see cref="DockerApiException"/> with status 409.</summary>
    Task RenameAsync(string id, string name, CancellationToken cancellationToken);

    /// <summary>Changes what follows when it ends; running or not.</summary>
    Task SetRestartPolicyAsync(string id, RestartPolicy policy, CancellationToken cancellationToken);

    /// <summary>Removes it, with its anonymous volumes when asked; <see langword="false"/> when it was already gone. A removal already in progress counts as done.</summary>
    Task<bool> RemoveAsync(string id, bool force, bool volumes, CancellationToken cancellationToken);

    /// <summary>Waits until it is not running and returns its exit code; at once when it already stopped.</summary>
    Task<int> WaitAsync(string id, CancellationToken cancellationToken);

    /// <summary>Output as the engine frames it; a container with a terminal has only <see cref="LogStream.Stdout"/>. See <see cref="LogLines"/> for lines.</summary>
    IAsyncEnumerable<LogFrame> LogsAsync(string id, LogOptions options, CancellationToken cancellationToken);
}
