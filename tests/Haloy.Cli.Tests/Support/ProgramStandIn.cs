namespace Haloy.Cli.Tests.Support;

/// <summary>An executable that plays a program which cannot be installed everywhere; it notes its arguments and whether anything is on its standard input.</summary>
internal sealed class ProgramStandIn(string directory, string name)
{
    private readonly string _calls = Path.Combine(directory, $"{name}.calls");

    /// <summary>One line per call: its arguments, divided by <c>|</c>.</summary>
    public IReadOnlyList<string> Calls => File.Exists(_calls) ? File.ReadAllLines(_calls) : [];

    /// <summary>What it does; <c>$1</c> is its first argument.</summary>
    public ProgramStandIn Answer(string script)
    {
        var path = Path.Combine(directory, name);
        // At a closed standard input 'read' fails at once; at a terminal or an open pipe it would wait.
        File.WriteAllText(path, $"#!/bin/sh\n( IFS='|'; printf '%s\\n' \"$*\" ) >> '{_calls}'\nif read -r line; then echo 'got input' >&2; exit 99; fi\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>Prints <paramref name="output"/> to standard output.</summary>
    public ProgramStandIn Print(string output) => Answer($"cat <<'END'\n{output}\nEND");
}
