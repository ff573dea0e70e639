using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;

namespace Haloy.Cli.Commands.Init;

/// <summary><c>haloy init</c>.</summary>
internal static class InitCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Option<string?>("--name") { Description = "The app's name (default: the package's or the folder's)" };
        var server = new Option<string?>("--server", "-s") { Description = "The server to deploy to" };
        var domain = new Option<string?>("--domain") { Description = "The domain the app is reached at" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the file instead of writing it" };
        var json = TargetOptions.JsonOption();
        var command = new Command("init", "Write a first haloy.yaml for the app in this folder") { name, server, domain, dryRun, json };
        command.SetAction(parsed => new InitRun(context, parsed.GetValue(json))
            .Run(new InitChoice(parsed.GetValue(name), parsed.GetValue(server), parsed.GetValue(domain), parsed.GetValue(dryRun))));
        return command;
    }
}

/// <summary>What the flags of <c>init</c> say.</summary>
internal sealed record InitChoice(string? Name, string? Server, string? Domain, bool DryRun);
