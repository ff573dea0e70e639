using System.Text.Json.Serialization;
using Haloy.Docker.Containers;

namespace Haloy.Docker.Images;

/// <summary><c>GET /images/{name}/json</c>; its configuration has the shape of a container's.</summary>
internal sealed record ImageWire(
    string Id,
    List<string>? RepoTags,
    List<string>? RepoDigests,
    string? Architecture,
    string? Os,
    ContainerConfigWire? Config,
    long Size)
{
    public ImageDetails ToDetails()
    {
        var config = (Config ?? new ContainerConfigWire()).ToConfig();
        return new(
            Id, RepoTags ?? [], RepoDigests ?? [], Architecture ?? "", Os ?? "", config.Labels, config.HasHealthcheck, config.ExposedPorts, Size);
    }
}

/// <summary><c>GET /images/json</c>.</summary>
internal sealed record ImageSummaryWire(
    string Id,
    List<string>? RepoTags,
    List<string>? RepoDigests,
    Dictionary<string, string>? Labels,
    long Size,
    long Created)
{
    public ImageSummary ToSummary() =>
        new(Id, Named(RepoTags), Named(RepoDigests), Labels ?? [], Size, DateTimeOffset.FromUnixTimeSeconds(Created));

    // Engines before 24 list an unnamed image under this placeholder.
    private static List<string> Named(List<string>? names) => [.. (names ?? []).Where(name => !name.StartsWith("<none>", StringComparison.Ordinal))];
}

/// <summary><c>POST /images/prune</c>.</summary>
internal sealed record ImagePruneWire(List<ImageDeletedWire>? ImagesDeleted, long SpaceReclaimed);

internal sealed record ImageDeletedWire(string? Untagged, string? Deleted);

/// <summary>Content of <c>X-Registry-Auth</c>.</summary>
internal sealed record RegistryAuthWire(
    [property: JsonPropertyName("username")] string Username,
    [property: JsonPropertyName("password")] string Password,
    [property: JsonPropertyName("serveraddress")] string ServerAddress);
