using Haloy.Config.Env;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Turns a deploy file into the targets to be deployed (spec/client §1.17).</summary>
public static class TargetResolver
{
    /// <summary>Resolves the selected targets; <c>from.env</c> is looked up in <paramref name="environment"/>.</summary>
    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(DeployFile file, TargetSelection selection, Func<string, string?> environment) =>
        throw new NotImplementedException();

    /// <summary>Resolves the selected targets, each with its own <c>.env.&lt;target&gt;</c>.</summary>
    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(DeployFile file, TargetSelection selection, EnvLookup environment) =>
        throw new NotImplementedException();

    /// <summary>Resolves a configuration kept for rollback (<see cref="ResolvedTarget.RollbackConfig"/>).</summary>
    public static ConfigResult<TargetConfig> ResolveStored(DeployConfig stored, Func<string, string?> environment) =>
        throw new NotImplementedException();
}
