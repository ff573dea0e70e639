using Haloy.Config.Env;
using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Turns a deploy file into the targets to be deployed (spec/client §1.17).</summary>
public static class TargetResolver
{
    /// <summary>Resolves the selected targets; <c>from.env</c> is looked up in <paramref name="environment"/>. All problems of all of them are reported.</summary>
    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(DeployFile file, TargetSelection selection, Func<string, string?> environment, SecretValues secrets) =>
        Resolve(file, selection, _ => environment, secrets);

    /// <summary>Resolves the selected targets, each with its own <c>.env.&lt;target&gt;</c>.</summary>
    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(DeployFile file, TargetSelection selection, EnvLookup environment, SecretValues secrets) =>
        Resolve(file, selection, key => key is null ? environment.Get : environment.ForTarget(key).Get, secrets);

    /// <summary>Resolves the selected targets up to their secrets, which stay references.</summary>
    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(DeployFile file, TargetSelection selection, Func<string, string?> environment) =>
        Resolve(file, selection, environment, SecretValues.NotLookedUp);

    /// <summary>Resolves the selected targets up to their secrets, which stay references.</summary>
    public static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(DeployFile file, TargetSelection selection, EnvLookup environment) =>
        Resolve(file, selection, environment, SecretValues.NotLookedUp);

    /// <summary>
    /// Resolves a configuration kept for rollback (<see cref="ResolvedTarget.RollbackConfig"/>); nothing is built for it. The sources of its secrets
    /// are those of the deploy file, not those it was kept with: a server must not choose which programs run and which files are read here.
    /// </summary>
    public static ConfigResult<TargetConfig> ResolveStored(DeployConfig stored, SecretProviders? providers, Func<string, string?> environment, SecretValues secrets)
    {
        var merged = TargetMerger.Merge(new TargetConfig(), stored) with
        {
            Env = stored.Env,
            Image = stored.Image is { } image ? image with { Build = false, BuildConfig = null } : null,
        };
        var target = TargetNormalizer.Normalize(merged);
        var problems = TargetValidator.Validate(target).ToList();
        var resolved = new ReferenceResolver(providers, environment, secrets, problems).Resolve(target);
        return new ConfigResult<TargetConfig>(resolved.Config, problems);
    }

    private static ConfigResult<IReadOnlyList<ResolvedTarget>> Resolve(
        DeployFile file, TargetSelection selection, Func<string?, Func<string, string?>> environmentOf, SecretValues secrets)
    {
        var selected = TargetSelector.Select(file, selection);
        if (selected.Value is not { } keys)
            return new ConfigResult<IReadOnlyList<ResolvedTarget>>(selected.Problems);

        var inheritance = new TargetInheritance(file);
        var problems = TargetChecks.OfFile(file).ToList();
        var resolved = keys.Count == 0
            ? [Resolve(file, inheritance.Single(), environmentOf(null), secrets, problems)]
            : keys.Select(k => Resolve(file, inheritance.Named(k), environmentOf(k), secrets, problems)).ToList();
        problems.AddRange(inheritance.Problems);
        return new ConfigResult<IReadOnlyList<ResolvedTarget>>(resolved, ProblemOrder.Sort(problems));
    }

    private static ResolvedTarget Resolve(
        DeployFile file, MergedTarget merged, Func<string, string?> environment, SecretValues secrets, List<ConfigProblem> problems)
    {
        var own = TargetValidator.Validate(merged.Config).ToList();
        var providers = file.Config.SecretProviders;
        // With its pages, also for rollback: those that the version had.
        var target = ErrorPageFiles.Read(merged.Config, file.Directory, own);
        var resolved = new ReferenceResolver(providers, environment, secrets, own).Resolve(CertificateFiles.Read(target, file.Directory, own));
        problems.AddRange(own.Take(ProblemOrder.Most).Select(p => merged.Locate(file, p)));
        return new ResolvedTarget(merged.Key, resolved.Config, RollbackConfigs.From(target, providers))
        {
            HasServer = merged.HasServer,
            SensitivePaths = resolved.Sensitive,
        };
    }
}
