using Haloy.Contracts.Api;

namespace Haloy.Config;

/// <summary>A deploy file as read: well-formed, every key known and of the right type; its targets are not resolved yet.</summary>
public sealed class DeployFile
{
    /// <summary>Absolute path of the file.</summary>
    public required string FilePath { get; init; }

    /// <summary>The directory that relative paths in the file start from.</summary>
    public required string Directory { get; init; }

    /// <summary>What the file says.</summary>
    public required DeployConfig Config { get; init; }
}
