namespace Haloy.Docker.Networks;

/// <summary>A network.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Name">Name.</param>
/// <param name="Driver">Such as bridge.</param>
/// <param name="Attachable">Whether containers may join an overlay by hand.</param>
/// <param name="Internal">Whether it has no way out.</param>
/// <param name="Labels">All labels.</param>
/// <param name="Containers">Ids of running containers on it.</param>
public sealed record NetworkDetails(
    string Id,
    string Name,
    string Driver,
    bool Attachable,
    bool Internal,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> Containers);

/// <summary>What to create a network from.</summary>
/// <param name="Name">Name.</param>
/// <param name="Driver">Such as bridge.</param>
/// <param name="Attachable">Whether containers may join an overlay by hand.</param>
/// <param name="Labels">Labels.</param>
/// <param name="BridgeName">Name of the host's interface, at most 15 characters and unique on the host; the engine's choice when <see langword="null"/>.</param>
public sealed record NetworkSpec(
    string Name,
    string Driver = "bridge",
    bool Attachable = true,
    IReadOnlyDictionary<string, string>? Labels = null,
    string? BridgeName = null);
