using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;

namespace Haloy.Cli.Commands.Deploy;

/// <summary><c>haloy deploy</c>.</summary>
internal static class DeployCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new TargetOptions();
        var noLogs = new Option<bool>("--no-logs") { Description = "Return as soon as the server has accepted the deployment" };
        var includeProtected = new Option<bool>("--include-protected") { Description = "With --all: also deploy targets marked 'protected'" };
        var json = TargetOptions.JsonOption();
        var command = new Command("deploy", "Build the app, put its image on the server and run it") { noLogs, includeProtected, json };
        targets.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandSession.RunAsync(context, parsed.GetValue(json), session =>
        {
            var options = new DeployOptions(targets.Read(parsed), !parsed.GetValue(noLogs), parsed.GetValue(includeProtected));
            return new DeployRun(session).RunAsync(options, cancellationToken);
        }));
        return command;
    }
}

/// <summary>What <c>haloy deploy</c> was asked.</summary>
internal sealed record DeployOptions(TargetChoice Choice, bool Follow, bool IncludeProtected);
