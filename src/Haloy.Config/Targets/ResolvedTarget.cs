using System.Collections.Frozen;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>One target, ready to be deployed.</summary>
/// <param name="Key">The target's key; the app's name in a file without targets.</param>
/// <param name="Config">Merged, completed with defaults, validated; every reference replaced by its value, those to secrets only when they were looked up.</param>
/// <param name="RollbackConfig">The same with the references instead of their values and without the API token; safe to store.</param>
public sealed record ResolvedTarget(string Key, TargetConfig Config, DeployConfig RollbackConfig)
{
    /// <summary>Whether the file names the server; otherwise <see cref="TargetConfig.Server"/> is the built-in default and the caller may know better.</summary>
    public bool HasServer { get; init; } = true;

    /// <summary>
    /// Keys of <see cref="Config"/> whose values must not be shown, such as <c>env[2]</c> or <c>image.registry.password</c>: what came by
    /// <c>from</c>, what was made from it, and credentials written in the file.
    /// </summary>
    public IReadOnlySet<string> SensitivePaths { get; init; } = FrozenSet<string>.Empty;

    /// <summary><see cref="Config"/> with a mask in place of every value that must not be shown.</summary>
    public TargetConfig Masked() => SensitiveValues.Masked(Config, SensitivePaths);

    /// <summary>The same target on another server.</summary>
    public ResolvedTarget WithServer(string server) => this with
    {
        Config = Config with { Server = server },
        RollbackConfig = RollbackConfig with { Server = server },
        HasServer = true,
    };
}
