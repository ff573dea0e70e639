using System.Text.Json;
using Haloy.Cli.Builds;
using Haloy.Cli.Hosting;
using Haloy.Cli.Terminal;
using Haloy.Config;
using Haloy.Config.Env;
using Haloy.Config.Problems;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary>Reads, resolves and checks every target, secrets and build files included, and shows all problems.</summary>
internal sealed class ValidateConfigRun(CliContext context, bool json)
{
    private readonly ITerminal _terminal = context.OpenTerminal(json);

    public int Run(string? path, bool showResolved)
    {
        var environment = context.Environment;
        var file = DeployFileLoader.Load(path, environment.WorkingDirectory);
        if (!file.Succeeded)
            return Report(file.Problems[0].File is { Length: > 0 } found ? found : path ?? environment.WorkingDirectory, file.Problems, []);

        var variables = EnvFiles.Load(environment.WorkingDirectory, environment.ConfigDirectory, file.Value.Directory, environment.Variables);
        var selection = file.Value.Config.Targets is { Count: > 0 } ? TargetSelection.All : TargetSelection.Default;
        var resolved = TargetResolver.Resolve(file.Value, selection, variables);
        if (!resolved.Succeeded)
            return Report(file.Value.FilePath, resolved.Problems, []);

        var problems = resolved.Value.SelectMany(t => BuildProblems(t, file.Value)).Distinct().ToList();
        return Report(file.Value.FilePath, problems, showResolved ? resolved.Value : []);
    }

    private static IEnumerable<ConfigProblem> BuildProblems(ResolvedTarget target, DeployFile file)
    {
        if (target.Config.Image is { } image && image.ShouldBuild() && ImageBuild.Create(image, file.Directory).Failure is { } failure)
            yield return new ConfigProblem(ProblemCode.File, "image", file.FilePath, null, null, failure.Message, failure.Hint);
    }

    private int Report(string file, IReadOnlyList<ConfigProblem> problems, IReadOnlyList<ResolvedTarget> shown)
    {
        var masked = problems.Count == 0 ? shown.ToDictionary(t => t.Key, MaskedTarget.Of) : [];
        if (json)
        {
            var output = new ValidateConfigOutput(problems.Count == 0, file, [.. problems.Select(ProblemOutput.Of)], shown.Count > 0 ? masked : null);
            _terminal.Json(JsonSerializer.Serialize(output, JsonLines.Types.ValidateConfigOutput));
        }
        else
        {
            foreach (var (key, target) in masked)
            {
                _terminal.Section(key, []);
                _terminal.Line(ResolvedTargetText.Of(target, file));
            }
        }

        foreach (var problem in problems)
            _terminal.Error(ConfigProblemFormatter.Format(problem));
        if (problems.Count == 0)
            _terminal.Success($"{file} is valid");
        else
            _terminal.Error($"{file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}");
        return problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}

/// <summary>The value of <c>validate-config --json</c>.</summary>
internal sealed record ValidateConfigOutput(bool Valid, string File, IReadOnlyList<ProblemOutput> Problems, IReadOnlyDictionary<string, TargetConfig>? Targets);

/// <summary>One problem; lines and columns count from 1.</summary>
internal sealed record ProblemOutput(string Code, string Path, int? Line, int? Column, string Message, string? Hint)
{
    public static ProblemOutput Of(ConfigProblem p) => new(p.Code.Word(), p.Path, p.Line, p.Column, p.Message, p.Hint);
}
