namespace Haloy.Docker.Images;

/// <summary>Everything we ask of one image.</summary>
/// <param name="Id">Id, <c>sha256:…</c>.</param>
/// <param name="RepoTags">Names as <c>repository:tag</c>.</param>
/// <param name="RepoDigests">Names as <c>repository@sha256:…</c>.</param>
/// <param name="Architecture">Such as amd64, arm64.</param>
/// <param name="Os">Such as linux.</param>
/// <param name="Labels">All labels.</param>
/// <param name="HasHealthcheck">Whether it brings a health check.</param>
/// <param name="ExposedPorts">Ports as <c>8080/tcp</c>.</param>
/// <param name="Size">Bytes, all layers.</param>
public sealed record ImageDetails(
    string Id,
    IReadOnlyList<string> RepoTags,
    IReadOnlyList<string> RepoDigests,
    string Architecture,
    string Os,
    IReadOnlyDictionary<string, string> Labels,
    bool HasHealthcheck,
    IReadOnlyList<string> ExposedPorts,
    long Size);

/// <summary>An image as a list shows it.</summary>
/// <param name="Id">Id, <c>sha256:…</c>.</param>
/// <param name="RepoTags">Names as <c>repository:tag</c>.</param>
/// <param name="RepoDigests">Names as <c>repository@sha256:…</c>.</param>
/// <param name="Labels">All labels.</param>
/// <param name="Size">Bytes, all layers.</param>
/// <param name="Created">When it was built.</param>
public sealed record ImageSummary(
    string Id,
    IReadOnlyList<string> RepoTags,
    IReadOnlyList<string> RepoDigests,
    IReadOnlyDictionary<string, string> Labels,
    long Size,
    DateTimeOffset Created);

/// <summary>Which images to list.</summary>
/// <param name="Reference">Name pattern such as <c>app</c>, <c>app:v*</c>.</param>
/// <param name="Labels">Labels that all must be there, as <c>key</c> or <c>key=value</c>.</param>
public sealed record ImageFilter(string? Reference = null, IReadOnlyList<string>? Labels = null);

/// <summary>What a prune removed.</summary>
/// <param name="Deleted">Ids and names.</param>
/// <param name="SpaceReclaimed">Bytes.</param>
public sealed record PruneResult(IReadOnlyList<string> Deleted, long SpaceReclaimed);
