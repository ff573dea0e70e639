using Haloy.Cli.Api;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Deployments;

/// <summary>A resolved target joined with its server, which has accepted our token.</summary>
internal sealed record DeployTarget(ResolvedTarget Resolved, HaloyApi Api, VersionResponse ServerVersion)
{
    public string Key => Resolved.Key;

    public TargetConfig Config => Resolved.Config;

    public string App => Config.Name ?? Key;

    public ImageConfig Image => Config.Image ?? new ImageConfig { Repository = App };
}
