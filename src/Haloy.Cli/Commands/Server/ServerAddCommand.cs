using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Servers;
using Haloy.Cli.Terminal;

namespace Haloy.Cli.Commands.Server;

/// <summary><c>haloy server add</c>.</summary>
internal static class ServerAddCommand
{
    public static Command Create(CliContext context)
    {
        var url = new Argument<string>("url") { Description = "Host name or IP address, optionally with a port" };
        var token = new Argument<string>("token") { Description = "The server's API token; '-' reads it from standard input, out of sight of the process list" };
        var force = new Option<bool>("--force", "-f") { Description = "Replace the token of a server that is registered already" };
        var command = new Command("add", "Register a server with its API token") { url, token, force };
        command.SetAction(parsed =>
        {
            var terminal = context.OpenTerminal(json: false);
            var given = parsed.GetRequiredValue(token);
            var added = new ServerRegistry(context.Environment).Add(
                parsed.GetRequiredValue(url), given == "-" ? context.Input.ReadLine() ?? "" : given, parsed.GetValue(force));
            if (!added.Succeeded)
            {
                terminal.Error(added.Failure);
                return ExitCode.Failure;
            }

            terminal.Success($"Server {added.Value.Server} is registered");
            terminal.Info($"Its token is kept in variable {added.Value.Variable} of {added.Value.TokenFile}");
            return ExitCode.Success;
        });
        return command;
    }
}
