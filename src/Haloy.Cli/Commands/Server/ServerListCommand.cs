using System.CommandLine;
using System.Text.Json;
using Haloy.Cli.Hosting;
using Haloy.Cli.Servers;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Config.Env;

namespace Haloy.Cli.Commands.Server;

/// <summary><c>haloy server list</c>.</summary>
internal static class ServerListCommand
{
    public static Command Create(CliContext context)
    {
        var json = TargetOptions.JsonOption();
        var command = new Command("list", "List the registered servers") { json };
        command.SetAction(parsed => Run(context, parsed.GetValue(json)));
        return command;
    }

    private static int Run(CliContext context, bool json)
    {
        var terminal = context.OpenTerminal(json);
        var environment = context.Environment;
        var servers = new ServerRegistry(environment).List();
        if (!servers.Succeeded)
        {
            terminal.Error(servers.Failure);
            return ExitCode.Failure;
        }

        var variables = EnvFiles.Load(environment.WorkingDirectory, environment.ConfigDirectory, configDirectory: null, environment.Variables);
        List<ServerOutput> rows = [.. servers.Value.Select(s => new ServerOutput(s.Key, s.Value, variables.Get(s.Value) is { Length: > 0 }))];
        if (json)
            terminal.Json(JsonSerializer.Serialize(rows, JsonLines.Types.IReadOnlyListServerOutput));
        else
            Show(terminal, rows);
        return ExitCode.Success;
    }

    private static void Show(ITerminal terminal, List<ServerOutput> servers)
    {
        if (servers.Count == 0)
        {
            terminal.Info("No server is registered. Add one with 'haloy server add <url> <token>'.");
            return;
        }

        var table = new Table("URL", "ENV VAR", "ENV VAR EXISTS");
        foreach (var server in servers)
            table.Add(server.Url, server.EnvVar, server.EnvVarExists ? "✓" : "✗");
        terminal.Table(table);
    }
}

/// <summary>A server in <c>server list --json</c>.</summary>
internal sealed record ServerOutput(string Url, string EnvVar, bool EnvVarExists);
