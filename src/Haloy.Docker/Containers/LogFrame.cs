using System.Text;

namespace Haloy.Docker.Containers;

/// <summary>Where a piece of output came from.</summary>
public enum LogStream
{
    /// <summary>Standard output, and everything of a container with a terminal.</summary>
    Stdout = 1,

    /// <summary>Standard error.</summary>
    Stderr = 2,
}

/// <summary>A piece of output; it may hold several lines, a part of one, or end inside a character.</summary>
/// <param name="Stream">Where it came from.</param>
/// <param name="Bytes">What was written; the memory is the receiver's to keep.</param>
public sealed record LogFrame(LogStream Stream, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The bytes as UTF-8; use <see cref="LogLines"/> where a character may be split.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
