using Haloy.Config;
using Haloy.Config.Env;
using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Secrets;

/// <summary>
/// Resolves targets with their secrets. Everything that can be checked without them is checked first: nobody is asked to unlock a vault for a
/// file with a typing error.
/// </summary>
internal sealed class SecretResolver(SecretFetcher fetcher)
{
    /// <summary>The selected targets of a deploy file.</summary>
    public async Task<ConfigResult<IReadOnlyList<ResolvedTarget>>> ResolveAsync(
        DeployFile file, TargetSelection selection, EnvLookup variables, CancellationToken cancellationToken)
    {
        var open = TargetResolver.Resolve(file, selection, variables);
        if (!open.Succeeded || SecretPlanner.Plan(open.Value.Select(t => t.Config), file.Config.SecretProviders) is not { Count: > 0 } requests)
            return open;
        var secrets = await fetcher.FetchAsync(requests, file.Directory, variables.Variables, cancellationToken);
        return TargetResolver.Resolve(file, selection, variables, secrets);
    }

    /// <summary>A configuration that a server kept; the sources of its secrets are those of the deploy file as it is today.</summary>
    public async Task<ConfigResult<TargetConfig>> ResolveStoredAsync(
        DeployConfig stored, DeployFile file, EnvLookup variables, CancellationToken cancellationToken)
    {
        var providers = file.Config.SecretProviders;
        var open = TargetResolver.ResolveStored(stored, providers, variables.Get, SecretValues.NotLookedUp);
        if (!open.Succeeded || SecretPlanner.Plan([open.Value], providers) is not { Count: > 0 } requests)
            return open;
        var secrets = await fetcher.FetchAsync(requests, file.Directory, variables.Variables, cancellationToken);
        return TargetResolver.ResolveStored(stored, providers, variables.Get, secrets);
    }
}
