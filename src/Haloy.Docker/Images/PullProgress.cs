namespace Haloy.Docker.Images;

/// <summary>A step of a pull.</summary>
/// <param name="Status">Such as "Downloading".</param>
/// <param name="LayerId">Layer, or <see langword="null"/> for the image as a whole.</param>
/// <param name="Current">Bytes so far.</param>
/// <param name="Total">Bytes in all, when known.</param>
public sealed record PullProgress(string Status, string? LayerId, long? Current, long? Total);
