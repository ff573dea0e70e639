using System.CommandLine;
using Haloy.Cli.Hosting;
using Haloy.Config.JsonSchema;

namespace Haloy.Cli.Commands.ConfigSchema;

/// <summary><c>haloy config schema</c>: the JSON Schema of deploy files, for editors.</summary>
internal static class ConfigSchemaCommand
{
    private const string Json = "json";

    public static Command Create(CliContext context)
    {
        var format = new Option<string>("--format")
        {
            Description = "The deploy file's format: yaml and toml spell keys health_check_path, json healthCheckPath",
            DefaultValueFactory = _ => "yaml",
        };
        format.AcceptOnlyFromAmong("yaml", "toml", Json);
        var command = new Command("schema", "Print the JSON Schema (draft 2020-12) of the deploy file") { format };
        command.SetAction(parsed =>
        {
            context.Output.WriteLine(DeployFileJsonSchema.Write(camelCase: parsed.GetValue(format) == Json));
            return ExitCode.Success;
        });
        return command;
    }
}
