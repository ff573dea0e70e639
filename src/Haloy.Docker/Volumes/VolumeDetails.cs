namespace Haloy.Docker.Volumes;

/// <summary>A named volume.</summary>
/// <param name="Name">Name.</param>
/// <param name="Driver">Such as local.</param>
/// <param name="Mountpoint">Path on the host.</param>
/// <param name="Labels">All labels.</param>
public sealed record VolumeDetails(string Name, string Driver, string Mountpoint, IReadOnlyDictionary<string, string> Labels);
