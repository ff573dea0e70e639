using System.Text;

namespace Haloy.Docker.Containers;

/// <summary>Cuts output into lines. Works on bytes up to the line end, so a character split between frames stays whole. One per stream of frames; not thread-safe.</summary>
/// <param name="maxLineBytes">Longest line kept; the rest of a longer one is dropped and the line marked.</param>
public sealed class LogLineAssembler(int maxLineBytes)
{
    private readonly Pending _stdout = new(LogStream.Stdout, maxLineBytes);
    private readonly Pending _stderr = new(LogStream.Stderr, maxLineBytes);

    /// <summary>Takes a frame and returns the lines it completes.</summary>
    public IReadOnlyList<LogLine> Append(LogFrame frame)
    {
        var pending = frame.Stream == LogStream.Stderr ? _stderr : _stdout;
        var lines = new List<LogLine>();
        var rest = frame.Bytes.Span;
        for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            pending.Add(rest[..end]);
            lines.Add(pending.Take());
            rest = rest[(end + 1)..];
        }

        pending.Add(rest);
        return lines;
    }

    /// <summary>Returns what was begun and not ended, at the end of the output.</summary>
    public IReadOnlyList<LogLine> Flush() =>
        [.. new[] { _stdout, _stderr }.Where(pending => !pending.IsEmpty).Select(pending => pending.Take())];

    private sealed class Pending(LogStream stream, int maxBytes)
    {
        private readonly List<byte> _bytes = [];
        private bool _truncated;

        public bool IsEmpty => _bytes.Count == 0 && !_truncated;

        public void Add(ReadOnlySpan<byte> part)
        {
            var room = maxBytes - _bytes.Count;
            if (part.Length > room)
                _truncated = true;
            _bytes.AddRange(part[..Math.Min(part.Length, room)]);
        }

        public LogLine Take()
        {
            var bytes = global::System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes);
            bytes = _truncated ? bytes[..WholeCharacters(bytes)] : bytes.TrimEnd((byte)'\r');
            var line = new LogLine(stream, Encoding.UTF8.GetString(bytes), _truncated);
            _bytes.Clear();
            _truncated = false;
            return line;
        }

        // The cut may have hit a character: go back to its first byte, unless the text was never UTF-8.
        private static int WholeCharacters(ReadOnlySpan<byte> bytes)
        {
            for (var back = 1; back <= Math.Min(4, bytes.Length); back++)
            {
                var first = bytes[^back];
                if ((first & 0xC0) == 0x80)
                    continue;
                var length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
                return length > back ? bytes.Length - back : bytes.Length;
            }

            return bytes.Length;
        }
    }
}
