namespace Haloy.Docker.System;

/// <summary>What the engine runs on.</summary>
/// <param name="Architecture">As the kernel names it: x86_64, aarch64 …</param>
/// <param name="DockerRootDir">Where it keeps images and volumes.</param>
/// <param name="ServerVersion">Engine version.</param>
/// <param name="OperatingSystem">Distribution, for people.</param>
/// <param name="Cpus">Processors it may use.</param>
/// <param name="MemoryBytes">Memory of the host.</param>
public sealed record EngineInfo(string Architecture, string DockerRootDir, string ServerVersion, string OperatingSystem, int Cpus, long MemoryBytes);

/// <summary>Versions of the engine.</summary>
/// <param name="Version">Engine version, such as 20.10.24.</param>
/// <param name="ApiVersion">Newest API it offers.</param>
/// <param name="MinApiVersion">Oldest API it offers.</param>
/// <param name="Architecture">As Go names it: amd64, arm64 …</param>
/// <param name="Os">Such as linux.</param>
public sealed record EngineVersion(string Version, string ApiVersion, string MinApiVersion, string Architecture, string Os);
