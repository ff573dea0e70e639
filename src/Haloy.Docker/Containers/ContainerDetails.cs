namespace Haloy.Docker.Containers;

/// <summary>Everything we ask of one container.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Name">Name without the leading slash.</param>
/// <param name="Created">When it was created.</param>
/// <param name="Image">Id of its image, <c>sha256:…</c>.</param>
/// <param name="Config">What it was created with.</param>
/// <param name="State">What it is doing.</param>
/// <param name="RestartCount">Restarts by its restart policy since it was started.</param>
/// <param name="Networks">IP address by network name; empty text while it has none.</param>
/// <param name="HostConfig">How it meets the host.</param>
/// <param name="Mounts">Binds and volumes.</param>
public sealed record ContainerDetails(
    string Id,
    string Name,
    DateTimeOffset Created,
    string Image,
    ContainerConfig Config,
    ContainerState State,
    int RestartCount,
    IReadOnlyDictionary<string, string> Networks,
    ContainerHostConfig HostConfig,
    IReadOnlyList<ContainerMount> Mounts);

/// <summary>What a container was created with, image defaults included.</summary>
/// <param name="Image">Image reference as it was written.</param>
/// <param name="Env">Variables as <c>NAME=value</c>.</param>
/// <param name="Labels">All labels, the image's included.</param>
/// <param name="Tty">Whether it has a terminal, in which case its output is one unframed stream.</param>
/// <param name="ExposedPorts">Ports as <c>8080/tcp</c>.</param>
/// <param name="HasHealthcheck">Whether the engine checks its health.</param>
public sealed record ContainerConfig(
    string Image,
    IReadOnlyList<string> Env,
    IReadOnlyDictionary<string, string> Labels,
    bool Tty,
    IReadOnlyList<string> ExposedPorts,
    bool HasHealthcheck);

/// <summary>What a container is doing.</summary>
/// <param name="Status">created, running, paused, restarting, removing, exited or dead.</param>
/// <param name="Running">Also true while restarting or paused.</param>
/// <param name="Restarting">Between two attempts of its restart policy.</param>
/// <param name="Paused">Frozen.</param>
/// <param name="ExitCode">Code of the last run; 0 before the first ended.</param>
/// <param name="Error">Why the engine could not start it, or empty.</param>
/// <param name="OomKilled">Ended by the kernel for memory.</param>
/// <param name="StartedAt">Start of the last run.</param>
/// <param name="FinishedAt">End of the last run.</param>
/// <param name="Health">Docker's own health check, or <see langword="null"/> when there is none.</param>
public sealed record ContainerState(
    string Status,
    bool Running,
    bool Restarting,
    bool Paused,
    int ExitCode,
    string Error,
    bool OomKilled,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    ContainerHealth? Health);

/// <summary>The engine's view of a container's health.</summary>
/// <param name="Status">starting, healthy or unhealthy.</param>
/// <param name="FailingStreak">Failed checks in a row.</param>
/// <param name="LastOutput">What the last check printed, or <see langword="null"/> before the first.</param>
public sealed record ContainerHealth(string Status, int FailingStreak, string? LastOutput);

/// <summary>How a container meets the host.</summary>
/// <param name="NetworkMode">Network it was created on.</param>
/// <param name="RestartPolicy">What follows when it ends.</param>
public sealed record ContainerHostConfig(string NetworkMode, RestartPolicy RestartPolicy);

/// <summary>A bind or a volume in a container.</summary>
/// <param name="Type">bind, volume or tmpfs.</param>
/// <param name="Name">Volume name, or <see langword="null"/> for others.</param>
/// <param name="Source">Path on the host.</param>
/// <param name="Destination">Path inside.</param>
/// <param name="Writable">False when mounted read-only.</param>
public sealed record ContainerMount(string Type, string? Name, string Source, string Destination, bool Writable);
