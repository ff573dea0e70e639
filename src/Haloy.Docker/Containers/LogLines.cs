using System.Runtime.CompilerServices;

namespace Haloy.Docker.Containers;

/// <summary>Lines from frames.</summary>
public static class LogLines
{
    /// <summary>Longest line kept by default, in bytes.</summary>
    public const int DefaultMaxLineBytes = 64 * 1024;

    /// <summary>Puts lines together across frames, per stream; the rest of a line over <paramref name="maxLineBytes"/> is dropped and the line marked.</summary>
    public static async IAsyncEnumerable<LogLine> AsLinesAsync(
        this IAsyncEnumerable<LogFrame> frames,
        int maxLineBytes,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var assembler = new LogLineAssembler(maxLineBytes);
        await foreach (var frame in frames.WithCancellation(cancellationToken))
            foreach (var line in assembler.Append(frame))
                yield return line;
        foreach (var line in assembler.Flush())
            yield return line;
    }
}
