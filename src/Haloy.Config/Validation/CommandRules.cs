using Haloy.Config.Binding;

namespace Haloy.Config.Validation;

/// <summary>Commands: program and arguments, and lines for a shell.</summary>
internal static class CommandRules
{
    /// <summary>Program and arguments; absent is fine.</summary>
    public static void Check(IReadOnlyList<string>? command, string path, Findings findings)
    {
        if (command is null)
            return;
        if (command.Count == 0 || string.IsNullOrWhiteSpace(command[0]))
            findings.Value(path, $"'{KeyPath.LastKey(path)}' names no program", "Leave it out, or begin with a program.");
        else if (command.Any(w => w?.Contains('\0', StringComparison.Ordinal) != false))
            findings.Value(path, "an argument cannot contain a NUL character");
    }

    /// <summary>Lines for a shell.</summary>
    public static void Lines(IReadOnlyList<string>? lines, string path, Findings findings)
    {
        for (var i = 0; i < (lines?.Count ?? 0); i++)
        {
            if (string.IsNullOrWhiteSpace(lines![i]))
                findings.Value($"{path}[{i}]", "the command is empty");
        }
    }
}
