using System.CommandLine;
using Haloy.Cli.Hosting;

namespace Haloy.Cli.Commands.Rollback;

/// <summary><c>haloy rollback</c>.</summary>
internal static class RollbackCommand
{
    public static Command Create(CliContext context)
    {
        var id = new Argument<string>("deployment-id") { Description = "A deployment of 'haloy rollback-targets'" };
        var noLogs = new Option<bool>("--no-logs") { Description = "Return as soon as the server has accepted the rollback" };
        var command = TargetCommand.Create(context, "rollback", "Return to an earlier deployment", [noLogs], (session, choice, parsed, cancellationToken) =>
            new RollbackRun(session, parsed.GetRequiredValue(id), !parsed.GetValue(noLogs)).RunAsync(choice, cancellationToken));
        command.Add(id);
        return command;
    }
}
