namespace Haloy.Cli.Terminal;

/// <summary>What the two output streams are.</summary>
internal sealed record TerminalOptions
{
    /// <summary>Machine output on stdout, everything else on stderr.</summary>
    public bool Json { get; init; }

    /// <summary>Whether lines may be redrawn on the stream that carries human text.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether colours are wanted on stdout.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether colours are wanted on stderr.</summary>
    public bool ErrorColour { get; init; }

    /// <summary>Columns, when known.</summary>
    public int? Width { get; init; }
}
