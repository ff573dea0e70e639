using System.CommandLine;
using System.Text.Json;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;
using Haloy.Core;

namespace Haloy.Cli.Commands.Version;

/// <summary><c>haloy version</c>; without flags it is answered before commands are even built (<see cref="Application"/>).</summary>
internal static class VersionCommand
{
    public static Command Create(CliContext context)
    {
        var json = TargetOptions.JsonOption();
        var command = new Command("version", "Print the version of this program") { json };
        command.SetAction(parsed =>
        {
            context.Output.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new VersionOutput(BuildVersion.Current), JsonLines.Types.VersionOutput)
                : BuildVersion.Current);
            return ExitCode.Success;
        });
        return command;
    }
}

/// <summary>The value of <c>version --json</c>.</summary>
internal sealed record VersionOutput(string Version);
