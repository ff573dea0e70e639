using Haloy.Cli.Servers;
using Haloy.Config;
using Haloy.Config.Env;
using Haloy.Config.Targets;

namespace Haloy.Cli.Targets;

/// <summary>A deploy file with the chosen targets resolved, and the variables in force.</summary>
internal sealed record LoadedTargets(DeployFile File, EnvLookup Variables, IReadOnlyList<ResolvedTarget> Targets, ServerLocator Locator)
{
    /// <summary>Names the target before each message when there are several.</summary>
    public bool Several => Targets.Count > 1;
}
