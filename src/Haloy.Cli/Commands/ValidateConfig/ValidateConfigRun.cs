using System.Text.Json;
using Haloy.Cli.Commands.ValidateConfig.Resolved;
using Haloy.Cli.Hosting;
using Haloy.Cli.Terminal;
using Haloy.Config;
using Haloy.Config.Problems;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary>Checks a deploy file and shows what is wrong with it, or what it says.</summary>
internal sealed class ValidateConfigRun(CliContext context, bool json)
{
    private readonly ITerminal _terminal = context.OpenTerminal(json);

    public async Task<int> RunAsync(ValidateConfigOptions options, CancellationToken cancellationToken)
    {
        var check = await new ConfigCheck(context, _terminal, interactive: !json).RunAsync(options, cancellationToken);
        foreach (var warning in check.Warnings)
            _terminal.Warn(ConfigProblemFormatter.Format(warning));
        return check.Problems.Count > 0 ? ShowProblems(check.Problems) : ShowTargets(check, options);
    }

    private int ShowProblems(IReadOnlyList<ConfigProblem> problems)
    {
        if (json)
            _terminal.Json(JsonSerializer.Serialize(InvalidConfigOutput.Of(problems), JsonLines.Types.InvalidConfigOutput));
        _terminal.Show(problems);
        var many = problems.Count > ConfigProblem.MostReported ? $"more than {ConfigProblem.MostReported}" : $"{problems.Count}";
        _terminal.Error($"{problems[0].File} has {many} problem{(problems.Count == 1 ? "" : "s")}");
        return ExitCode.Failure;
    }

    private int ShowTargets(CheckedConfig check, ValidateConfigOptions options)
    {
        var shown = options.ShowResolved ? check.Targets.ToDictionary(t => t.Key, t => options.Reveal ? t.Config : t.Masked()) : null;
        if (json)
            _terminal.Json(JsonSerializer.Serialize(ValidConfigOutput.Of(check, shown), JsonLines.Types.ValidConfigOutput));
        else
            ShowTexts(check.File!, shown ?? []);
        _terminal.Success($"{check.File!.DisplayPath} is valid");
        return ExitCode.Success;
    }

    private void ShowTexts(DeployFile file, Dictionary<string, TargetConfig> targets)
    {
        foreach (var (key, target) in targets)
            _terminal.Line(ScreenText.Escaped(ResolvedTargetText.Of(target, key, file.FilePath, named: file.TargetKeys.Count > 0)) + "\n");
    }
}
