using System.CommandLine;
using Haloy.Config;
using Haloy.Config.Targets;

namespace Haloy.Cli.Targets;

/// <summary>The flags that choose a deploy file and targets in it.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _config = ConfigOption();

    private readonly Option<string[]> _targets = new("--target", "--targets", "-t")
    {
        Description = "Targets of the deploy file: a name or a comma-separated list; may be repeated",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _all = new("--all", "-a") { Description = "All targets of the deploy file" };

    public static Option<string?> ConfigOption() =>
        new("--config", "-c") { Description = "The deploy file, or its directory (default: the current directory)" };

    public static Option<bool> JsonOption() => new("--json") { Description = "Write JSON to standard output; text for people goes to standard error" };

    public void AddTo(Command command)
    {
        command.Add(_config);
        command.Add(_targets);
        command.Add(_all);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_all) && result.GetValue(_targets) is { Length: > 0 })
                result.AddError("--target and --all exclude each other.");
        });
    }

    public TargetChoice Read(ParseResult parsed)
    {
        var names = (parsed.GetValue(_targets) ?? [])
            .SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var selection = parsed.GetValue(_all) ? TargetSelection.All : names.Count > 0 ? TargetSelection.Named(names) : TargetSelection.Default;
        return new TargetChoice(parsed.GetValue(_config), selection, names);
    }
}

/// <summary>A deploy file and targets in it, as asked for.</summary>
internal sealed record TargetChoice(string? ConfigPath, TargetSelection Selection, IReadOnlyList<string> Names)
{
    /// <summary>The named targets, or all there are: for commands that only look.</summary>
    public TargetSelection OrEverything(DeployFile file) =>
        Names.Count > 0 ? Selection : file.TargetKeys.Count > 0 ? TargetSelection.All : TargetSelection.Default;

    /// <summary>The same choice as flags, to be shown in advice.</summary>
    public string AsFlags()
    {
        var config = ConfigPath is null ? "" : $" --config {ConfigPath}";
        return config + (Selection == TargetSelection.All ? " --all" : Names.Count > 0 ? $" --target {string.Join(',', Names)}" : "");
    }
}
