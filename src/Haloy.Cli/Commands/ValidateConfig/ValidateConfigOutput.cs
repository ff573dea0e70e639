using System.Text.Json.Serialization;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary><c>validate-config --json</c> of a file without problems.</summary>
/// <param name="File">The file, as in problems.</param>
/// <param name="Targets">With <c>--show-resolved-config</c>: the resolved targets by name; the only one of a file without targets by its app's name.</param>
/// <param name="GlobalPreDeploy">Commands run once before everything.</param>
/// <param name="GlobalPostDeploy">Commands run once after everything.</param>
/// <param name="Warnings">What may not be meant; absent when there is nothing.</param>
internal sealed record ValidConfigOutput(
    string File,
    IReadOnlyDictionary<string, TargetConfig>? Targets,
    IReadOnlyList<string> GlobalPreDeploy,
    IReadOnlyList<string> GlobalPostDeploy,
    IReadOnlyList<ProblemOutput>? Warnings)
{
    [JsonPropertyOrder(-1)]
    public bool Ok { get; } = true;

    public static ValidConfigOutput Of(CheckedConfig check, IReadOnlyDictionary<string, TargetConfig>? targets) => new(
        check.File!.DisplayPath,
        targets,
        check.File.Config.GlobalPreDeploy ?? [],
        check.File.Config.GlobalPostDeploy ?? [],
        check.Warnings.Count == 0 ? null : [.. check.Warnings.Select(ProblemOutput.Of)]);
}

/// <summary><c>validate-config --json</c> of a file with problems, in the order of the file.</summary>
/// <param name="Errors">The problems.</param>
/// <param name="Truncated">True when there are more; absent when these are all.</param>
internal sealed record InvalidConfigOutput(IReadOnlyList<ProblemOutput> Errors, bool? Truncated)
{
    [JsonPropertyOrder(-1)]
    public bool Ok { get; }

    public static InvalidConfigOutput Of(IReadOnlyList<ConfigProblem> problems) =>
        new([.. problems.Take(ConfigProblem.MostReported).Select(ProblemOutput.Of)], problems.Count > ConfigProblem.MostReported ? true : null);
}

/// <summary>One problem; lines and columns count from 1, columns in UTF-16 units.</summary>
internal sealed record ProblemOutput(string Code, string Path, string File, int? Line, int? Column, string Message, string? Hint)
{
    public static ProblemOutput Of(ConfigProblem p) => new(p.Code.Word(), p.Path, p.File, p.Line, p.Column, p.Message, p.Hint);
}
