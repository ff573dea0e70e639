namespace Haloy.Docker.Containers;

/// <summary>Which output to read.</summary>
/// <param name="Tail">Number of last lines, or <see langword="null"/> for all.</param>
/// <param name="Follow">Whether to stay for what comes; ends when the container does.</param>
/// <param name="Timestamps">Whether each line begins with its time (RFC 3339, nanoseconds) and a space.</param>
/// <param name="Since">Only what was written at or after this.</param>
public sealed record LogOptions(int? Tail = null, bool Follow = false, bool Timestamps = false, DateTimeOffset? Since = null);
