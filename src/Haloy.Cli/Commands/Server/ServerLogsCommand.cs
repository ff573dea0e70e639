using System.CommandLine;
using System.CommandLine.Parsing;
using Haloy.Cli.Hosting;

namespace Haloy.Cli.Commands.Server;

/// <summary><c>haloy server logs</c>.</summary>
internal static class ServerLogsCommand
{
    public static Command Create(CliContext context)
    {
        var server = new Option<string?>("--server", "-s") { Description = "This server, whatever a deploy file says" };
        var requests = new Option<bool>("--access-logs") { Description = "Requests of visitors as well, one line each" };
        var command = TargetCommand.Create(context, "logs", "Follow what the daemon of a server does", [server, requests], (session, choice, parsed, cancellationToken) =>
            new ServerLogsRun(session, parsed.GetValue(requests)).RunAsync(parsed.GetValue(server), choice, cancellationToken));
        command.Validators.Add(result =>
        {
            if (result.GetValue(server) is not null && result.Children.Any(IsTargetChoice))
                result.AddError("--server and the choice of targets exclude each other.");
        });
        return command;
    }

    private static bool IsTargetChoice(SymbolResult child) =>
        child is OptionResult { Implicit: false, Option.Name: "--target" or "--all" or "--config" };
}
