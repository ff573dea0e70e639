using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;

namespace Haloy.Cli.Commands.Deploy;

/// <summary><c>haloy deploy</c>.</summary>
internal static class DeployCommand
{
    public static Command Create(CliContext context)
    {
        var noLogs = new Option<bool>("--no-logs") { Description = "Return as soon as the server has accepted the deployment" };
        var includeProtected = new Option<bool>("--include-protected") { Description = "With --all: also deploy targets marked 'protected'" };
        return TargetCommand.Create(context, "deploy", "Build the app, put its image on the server and run it", [noLogs, includeProtected],
            (session, choice, parsed, cancellationToken) =>
                new DeployRun(session).RunAsync(new DeployOptions(choice, !parsed.GetValue(noLogs), parsed.GetValue(includeProtected)), cancellationToken));
    }
}

/// <summary>What <c>haloy deploy</c> was asked.</summary>
internal sealed record DeployOptions(TargetChoice Choice, bool Follow, bool IncludeProtected);
