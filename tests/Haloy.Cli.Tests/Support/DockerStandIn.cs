namespace Haloy.Cli.Tests.Support;

/// <summary>An executable named <c>docker</c> that notes its arguments and input.</summary>
internal sealed class DockerStandIn
{
    private readonly string _calls;

    public DockerStandIn(string directory)
    {
        Directory = directory;
        _calls = Path.Combine(directory, "calls");
        Answer("exit 0");
    }

    public string Directory { get; }

    /// <summary>One line per call, arguments divided by <c>|</c>.</summary>
    public IReadOnlyList<string> Calls => File.Exists(_calls) ? File.ReadAllLines(_calls) : [];

    /// <summary>What it was given on standard input.</summary>
    public string Input => File.ReadAllText(_calls + ".input");

    /// <summary>The environment of its last call, one <c>NAME=value</c> each.</summary>
    public IReadOnlyList<string> Environment => File.ReadAllText(_calls + ".env").Split('\0');

    /// <summary>Replaces what it does; <c>$1</c> is docker's verb.</summary>
    public void Answer(string script)
    {
        var path = Path.Combine(Directory, "docker");
        File.WriteAllText(path, $"#!/bin/sh\n( IFS='|'; printf '%s\\n' \"$*\" ) >> '{_calls}'\nenv -0 > '{_calls}.env'\nif [ \"$1\" = login ]; then cat > '{_calls}.input'; fi\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
