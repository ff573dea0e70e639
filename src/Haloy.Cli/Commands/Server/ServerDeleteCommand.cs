using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Servers;
using Haloy.Cli.Terminal;

namespace Haloy.Cli.Commands.Server;

/// <summary><c>haloy server delete</c>.</summary>
internal static class ServerDeleteCommand
{
    public static Command Create(CliContext context)
    {
        var url = new Argument<string>("url") { Description = "A server of 'haloy server list'" };
        var command = new Command("delete", "Forget a server and its token") { url };
        command.SetAction(parsed =>
        {
            var terminal = context.OpenTerminal(json: false);
            var deleted = new ServerRegistry(context.Environment).Delete(parsed.GetRequiredValue(url));
            if (deleted.Succeeded)
                terminal.Success($"Server {deleted.Value.Server} and its token are removed from this machine");
            else
                terminal.Error(deleted.Failure);
            return deleted.Succeeded ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }
}
