using System.CommandLine;
using System.CommandLine.Help;
using Haloy.Cli.Hosting;

namespace Haloy.Cli.Commands.Server;

/// <summary><c>haloy server</c>: the servers this machine knows, and what they do.</summary>
internal static class ServerCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("server", "Add, list and remove servers and their API tokens; follow their logs")
        {
            ServerAddCommand.Create(context),
            ServerListCommand.Create(context),
            ServerDeleteCommand.Create(context),
            ServerLogsCommand.Create(context),
        };
        command.SetAction(new HelpAction().Invoke);
        return command;
    }
}
