namespace Haloy.Docker.Containers;

/// <summary>One line of output, without its end.</summary>
/// <param name="Stream">Where it came from.</param>
/// <param name="Text">The line.</param>
/// <param name="Truncated">Whether the line was longer than allowed and its rest dropped.</param>
public sealed record LogLine(LogStream Stream, string Text, bool Truncated);
