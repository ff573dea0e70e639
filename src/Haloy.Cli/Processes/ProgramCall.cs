namespace Haloy.Cli.Processes;

/// <summary>A program to run, without a shell.</summary>
internal sealed record ProgramCall(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Where it runs.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>All of its environment; <c>PATH</c> also decides which program is meant.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Text for its standard input; the terminal's when unset.</summary>
    public string? Input { get; init; }
}
