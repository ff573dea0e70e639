using System.CommandLine;
using System.CommandLine.Help;
using Haloy.Cli.Hosting;

namespace Haloy.Cli.Commands.ConfigSchema;

/// <summary><c>haloy config</c>: about the deploy file as such.</summary>
internal static class ConfigCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("config", "Describe the deploy file")
        {
            ConfigSchemaCommand.Create(context),
        };
        command.SetAction(new HelpAction().Invoke);
        return command;
    }
}
