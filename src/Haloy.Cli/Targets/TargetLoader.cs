using Haloy.Cli.Hosting;
using Haloy.Cli.Secrets;
using Haloy.Cli.Servers;
using Haloy.Cli.Terminal;
using Haloy.Config;
using Haloy.Config.Env;
using Haloy.Config.Problems;
using Haloy.Config.Targets;

namespace Haloy.Cli.Targets;

/// <summary>Reads the deploy file and resolves the chosen targets; problems are shown, all at once.</summary>
internal sealed class TargetLoader(CliContext context, ITerminal terminal, SecretResolver secrets)
{
    /// <summary>The targets with everything but their secrets; or <see langword="null"/> after every problem has been shown.</summary>
    public LoadedTargets? Load(TargetChoice choice)
    {
        var loaded = Load(choice, static file => file);
        foreach (var warning in loaded is null ? [] : TargetWarnings.Of(loaded.File, loaded.Targets))
            terminal.Warn(ConfigProblemFormatter.Format(warning));
        return loaded;
    }

    /// <summary>The targets as far as it takes to name their apps and servers: no value of an app is asked for, and no secret at all.</summary>
    /// <param name="choice">The targets.</param>
    /// <param name="orEverything">Whether all targets are meant when none is chosen.</param>
    public LoadedTargets? Find(TargetChoice choice, bool orEverything = false) => Load(choice, static file => file.WithoutValues(), orEverything);

    /// <summary>The targets as far as it takes to talk to their servers about their apps: only tokens of servers may be secrets.</summary>
    public async Task<LoadedTargets?> FindAsync(TargetChoice choice, CancellationToken cancellationToken, bool orEverything = false) =>
        Find(choice, orEverything) is { } loaded ? await AddSecretsAsync(loaded, cancellationToken) : null;

    /// <summary>The same targets with their secrets.</summary>
    public async Task<LoadedTargets?> AddSecretsAsync(LoadedTargets loaded, CancellationToken cancellationToken)
    {
        var selection = loaded.File.TargetKeys.Count == 0 ? TargetSelection.Default : TargetSelection.Named([.. loaded.Targets.Select(t => t.Key)]);
        var resolved = await secrets.ResolveAsync(loaded.File, selection, loaded.Variables, cancellationToken);
        return resolved.Succeeded ? loaded with { Targets = resolved.Value } : ShowProblems(resolved.Problems);
    }

    private LoadedTargets? Load(TargetChoice choice, Func<DeployFile, DeployFile> needed, bool orEverything = false)
    {
        var environment = context.Environment;
        var file = DeployFileLoader.Load(choice.ConfigPath, environment.WorkingDirectory);
        if (!file.Succeeded)
            return ShowProblems(file.Problems);

        var variables = EnvFiles.Load(environment.WorkingDirectory, environment.ConfigDirectory, file.Value.Directory, environment.Variables);
        foreach (var skipped in variables.Problems)
            terminal.Warn($"{skipped.File}:{skipped.Line}: {skipped.Message}");

        var stripped = needed(file.Value);
        var resolved = TargetResolver.Resolve(stripped, orEverything ? choice.OrEverything(stripped) : choice.Selection, variables);
        if (!resolved.Succeeded)
            return ShowProblems(resolved.Problems);

        return new LoadedTargets(stripped, variables, resolved.Value, new ServerLocator(environment, variables, file.Value.Directory));
    }

    private LoadedTargets? ShowProblems(IReadOnlyList<ConfigProblem> problems)
    {
        terminal.Show(problems);
        return null;
    }
}
