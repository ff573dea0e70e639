using Haloy.Cli.Hosting;
using Haloy.Cli.Servers;
using Haloy.Cli.Terminal;
using Haloy.Config;
using Haloy.Config.Env;
using Haloy.Config.Problems;
using Haloy.Config.Targets;

namespace Haloy.Cli.Targets;

/// <summary>Reads the deploy file and resolves the chosen targets; problems are shown, all at once.</summary>
internal sealed class TargetLoader(CliContext context, ITerminal terminal)
{
    /// <summary>The targets with all values, to deploy them; or <see langword="null"/> after every problem has been shown.</summary>
    public LoadedTargets? Load(TargetChoice choice) => Load(choice, static file => file);

    /// <summary>The targets as far as it takes to find their apps on their servers: no secret of an app is asked for.</summary>
    public LoadedTargets? Find(TargetChoice choice) => Load(choice, static file => file.WithoutValues());

    private LoadedTargets? Load(TargetChoice choice, Func<DeployFile, DeployFile> needed)
    {
        var environment = context.Environment;
        var file = DeployFileLoader.Load(choice.ConfigPath, environment.WorkingDirectory);
        if (!file.Succeeded)
            return ShowProblems(file.Problems);

        var variables = EnvFiles.Load(environment.WorkingDirectory, environment.ConfigDirectory, file.Value.Directory, environment.Variables);
        foreach (var skipped in variables.Problems)
            terminal.Warn($"{skipped.File}:{skipped.Line}: {skipped.Message}");

        var resolved = TargetResolver.Resolve(needed(file.Value), choice.Selection, variables);
        if (!resolved.Succeeded)
            return ShowProblems(resolved.Problems);

        return new LoadedTargets(file.Value, variables, resolved.Value, new ServerLocator(environment, variables, file.Value.Directory));
    }

    private LoadedTargets? ShowProblems(IReadOnlyList<ConfigProblem> problems)
    {
        terminal.Show(problems);
        return null;
    }
}
