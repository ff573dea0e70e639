using System.CommandLine;
using System.Text.Json;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Config;
using Haloy.Config.Problems;
using Haloy.Config.Targets;

namespace Haloy.Cli.Commands.Targets;

/// <summary><c>haloy targets</c>: what the deploy file can deploy. Nothing is looked up: no variable, no secret, no server.</summary>
internal static class TargetsCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new TargetOptions();
        var json = TargetOptions.JsonOption();
        var command = new Command("targets", "List the targets of the deploy file") { json };
        targets.AddTo(command);
        command.SetAction(parsed => Run(context, targets.Read(parsed), parsed.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, TargetChoice choice, bool json)
    {
        var terminal = context.OpenTerminal(json);
        var loaded = DeployFileLoader.Load(choice.ConfigPath, context.Environment.WorkingDirectory);
        if (loaded.Value is not { } file)
            return Refuse(terminal, loaded.Problems);
        // What is left without values is the servers' tokens, which this command neither needs nor shows.
        var resolved = TargetResolver.Resolve(file.WithoutValues(), choice.OrEverything(file), _ => "not looked up");
        if (resolved.Value is not { } targets)
            return Refuse(terminal, resolved.Problems);

        List<TargetOutput> rows = [.. targets.Select(TargetOutput.Of).OrderBy(t => t.Name, StringComparer.Ordinal)];
        if (json)
            terminal.Json(JsonSerializer.Serialize(rows, JsonLines.Types.IReadOnlyListTargetOutput));
        else
            terminal.Table(TableOf(rows));
        return ExitCode.Success;
    }

    private static int Refuse(ITerminal terminal, IReadOnlyList<ConfigProblem> problems)
    {
        terminal.Show(problems);
        return ExitCode.Failure;
    }

    private static Table TableOf(List<TargetOutput> targets)
    {
        var table = new Table("NAME", "APP", "SERVER", "DOMAINS", "IMAGE", "REPLICAS", "PROTECTED");
        foreach (var t in targets)
            table.Add(t.Name, t.App, t.Server ?? "-", t.Domains.Count > 0 ? string.Join(", ", t.Domains) : "-", t.Image, $"{t.Replicas}", t.Protected ? "yes" : "no");
        return table;
    }
}
