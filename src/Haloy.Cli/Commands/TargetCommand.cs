using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;

namespace Haloy.Cli.Commands;

/// <summary>Makes the commands about targets of a deploy file on their servers: flags to choose the targets, <c>--json</c>, and a session to work in.</summary>
internal static class TargetCommand
{
    /// <param name="context">What the command is given.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="own">Its own flags.</param>
    /// <param name="run">Runs it.</param>
    public static Command Create(
        CliContext context, string name, string description, IReadOnlyList<Option> own, Func<CommandSession, TargetChoice, ParseResult, CancellationToken, Task<int>> run)
    {
        var targets = new TargetOptions();
        var json = TargetOptions.JsonOption();
        var command = new Command(name, description);
        foreach (var option in own.Append(json))
            command.Add(option);
        targets.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            CommandSession.RunAsync(context, parsed.GetValue(json), session => run(session, targets.Read(parsed), parsed, cancellationToken)));
        return command;
    }
}
