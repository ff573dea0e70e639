namespace Haloy.Docker.Containers;

/// <summary>A container as a list shows it.</summary>
/// <param name="Id">Full id, 64 hex digits.</param>
/// <param name="Names">Names without the leading slash.</param>
/// <param name="Image">Image reference it was created from.</param>
/// <param name="ImageId">Image id, <c>sha256:…</c>.</param>
/// <param name="Labels">All labels.</param>
/// <param name="State">created, running, paused, restarting, removing, exited or dead.</param>
/// <param name="Status">The same for people, such as "Up 2 hours (healthy)".</param>
/// <param name="Created">When it was created.</param>
public sealed record ContainerSummary(
    string Id,
    IReadOnlyList<string> Names,
    string Image,
    string ImageId,
    IReadOnlyDictionary<string, string> Labels,
    string State,
    string Status,
    DateTimeOffset Created);
