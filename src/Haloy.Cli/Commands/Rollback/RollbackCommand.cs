using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;

namespace Haloy.Cli.Commands.Rollback;

/// <summary><c>haloy rollback</c>.</summary>
internal static class RollbackCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new TargetOptions();
        var id = new Argument<string>("deployment-id") { Description = "A deployment of 'haloy rollback-targets'" };
        var noLogs = new Option<bool>("--no-logs") { Description = "Return as soon as the server has accepted the rollback" };
        var json = TargetOptions.JsonOption();
        var command = new Command("rollback", "Return to an earlier deployment") { id, noLogs, json };
        targets.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandSession.RunAsync(context, parsed.GetValue(json), session =>
            new RollbackRun(session, parsed.GetRequiredValue(id), !parsed.GetValue(noLogs)).RunAsync(targets.Read(parsed), cancellationToken)));
        return command;
    }
}
