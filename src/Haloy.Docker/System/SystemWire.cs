using System.Text.Json.Serialization;

namespace Haloy.Docker.System;

/// <summary><c>GET /version</c>.</summary>
internal sealed record VersionWire(
    string? Version,
    string? ApiVersion,
    [property: JsonPropertyName("MinAPIVersion")] string? MinApiVersion,
    string? Arch,
    string? Os)
{
    public EngineVersion ToVersion() => new(Version ?? "", ApiVersion ?? "", MinApiVersion ?? "", Arch ?? "", Os ?? "");
}

/// <summary><c>GET /info</c>.</summary>
internal sealed record InfoWire(
    string? Architecture,
    string? DockerRootDir,
    string? ServerVersion,
    string? OperatingSystem,
    [property: JsonPropertyName("NCPU")] int Cpus,
    [property: JsonPropertyName("MemTotal")] long MemoryBytes)
{
    public EngineInfo ToInfo() => new(Architecture ?? "", DockerRootDir ?? "", ServerVersion ?? "", OperatingSystem ?? "", Cpus, MemoryBytes);
}
