using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary><c>haloy validate-config</c>.</summary>
internal static class ValidateConfigCommand
{
    public static Command Create(CliContext context)
    {
        var config = TargetOptions.ConfigOption();
        var show = new Option<bool>("--show-resolved-config") { Description = "Show each target with everything filled in; values of secrets and variables are masked" };
        var json = TargetOptions.JsonOption();
        var command = new Command("validate-config", "Check the deploy file; no server is contacted") { config, show, json };
        command.SetAction(parsed =>
            new ValidateConfigRun(context, parsed.GetValue(json)).Run(parsed.GetValue(config), parsed.GetValue(show)));
        return command;
    }
}
