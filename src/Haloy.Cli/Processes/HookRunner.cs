using Haloy.Cli.Terminal;
using Haloy.Core;

namespace Haloy.Cli.Processes;

/// <summary>Runs the shell commands of a deploy file, in its directory and with the CLI's environment (spec/client §1.15).</summary>
internal sealed class HookRunner(string workingDirectory, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Runs the commands in order; the first that fails ends it. <paramref name="kind"/> is the key in the file, for messages.</summary>
    public async Task<Outcome<bool>> RunAsync(string kind, IReadOnlyList<string>? commands, ITerminal terminal, CancellationToken cancellationToken)
    {
        foreach (var command in commands ?? [])
        {
            if (string.IsNullOrWhiteSpace(command))
                return new Failure($"A command of {kind} is blank.", "Remove it from the deploy file.");

            terminal.Info($"{kind}: {command}");
            var ended = await ChildProcess.RunAsync(Shell(command), terminal.Plain, cancellationToken);
            if (!ended.Succeeded)
                return ended.Failure;
            if (ended.Value.ExitCode != 0)
                return new Failure($"The {kind} command '{command}' failed with exit code {ended.Value.ExitCode}.", "Its output is above.");
        }

        return true;
    }

    private ProgramCall Shell(string command)
    {
        (string Program, string Flag)[] shells =
        [
            (Variable("SHELL"), "-c"), ("bash", "-c"), (Variable("COMSPEC"), "/C"), ("powershell", "-Command"), ("cmd", "/C"), ("sh", "-c"),
        ];
        var (program, flag) = Array.Find(shells, s => s.Program.Length > 0 && ProgramPath.Find(s.Program, environment) is not null);
        return new ProgramCall(program ?? "sh", flag ?? "-c", command) { WorkingDirectory = workingDirectory, Environment = environment };
    }

    private string Variable(string name) => environment.GetValueOrDefault(name, "");
}
