using Haloy.Cli.Builds;
using Haloy.Cli.Hosting;
using Haloy.Cli.Secrets;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Config;
using Haloy.Config.Env;
using Haloy.Config.Problems;
using Haloy.Config.Targets;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary>Everything that can be known about a deploy file without a server and without Docker.</summary>
internal sealed class ConfigCheck(CliContext context, ITerminal terminal, bool interactive)
{
    public async Task<CheckedConfig> RunAsync(ValidateConfigOptions options, CancellationToken cancellationToken)
    {
        var environment = context.Environment;
        var loaded = DeployFileLoader.Load(options.Choice.ConfigPath, environment.WorkingDirectory);
        if (loaded.Value is not { } file)
            return CheckedConfig.Failed(loaded.Problems, []);

        var variables = EnvFiles.Load(environment.WorkingDirectory, environment.ConfigDirectory, file.Directory, environment.Variables);
        var resolved = await ResolveAsync(file, variables, options, cancellationToken);
        if (resolved.Value is not { } targets)
            return CheckedConfig.Failed(resolved.Problems, variables.Problems);

        return new CheckedConfig(file, targets, BuildProblems(file, targets), [.. variables.Problems, .. TargetWarnings.Of(file, targets)]);
    }

    private async Task<ConfigResult<IReadOnlyList<ResolvedTarget>>> ResolveAsync(
        DeployFile file, EnvLookup variables, ValidateConfigOptions options, CancellationToken cancellationToken)
    {
        var selection = options.Choice.OrEverything(file);
        if (!options.WithSecrets)
            return TargetResolver.Resolve(file, selection, variables);
        var secrets = new SecretResolver(new SecretFetcher(context, terminal, interactive && context.Terminal.Interactive));
        return await secrets.ResolveAsync(file, selection, variables, cancellationToken);
    }

    /// <summary>Build contexts and Dockerfiles that are not there, each once however many targets share it.</summary>
    private static IReadOnlyList<ConfigProblem> BuildProblems(DeployFile file, IReadOnlyList<ResolvedTarget> targets) =>
    [
        .. from target in targets
           let image = target.Config.Image
           where image is not null && image.ShouldBuild()
           group target by $"{image.BuildConfig?.Context}\n{image.BuildConfig?.Dockerfile}" into same
           let failure = ImageBuild.Create(same.First().Config.Image!, file.Directory).Failure
           where failure is not null
           select file.ProblemOf(same.First().Key, ProblemCode.File, "image.build_config", AsProblem(failure.Message), failure.Hint),
    ];

    /// <summary>Problems of files begin small and end without a point, unlike failures of commands.</summary>
    private static string AsProblem(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');
}

/// <summary>What came of a check. Without problems there is a file and its targets.</summary>
internal sealed record CheckedConfig(
    DeployFile? File, IReadOnlyList<ResolvedTarget> Targets, IReadOnlyList<ConfigProblem> Problems, IReadOnlyList<ConfigProblem> Warnings)
{
    public static CheckedConfig Failed(IReadOnlyList<ConfigProblem> problems, IReadOnlyList<ConfigProblem> warnings) => new(null, [], problems, warnings);
}
