using System.Buffers;
using System.Text;

namespace Haloy.Docker.Exec;

/// <summary>Keeps the first bytes of an output and counts on no end to it.</summary>
internal sealed class CappedOutput(int maxBytes)
{
    private readonly ArrayBufferWriter<byte> _kept = new();

    public bool Truncated { get; private set; }

    public string Text => Encoding.UTF8.GetString(_kept.WrittenSpan);

    public void Add(ReadOnlySpan<byte> part)
    {
        var room = maxBytes - _kept.WrittenCount;
        Truncated |= part.Length > room;
        _kept.Write(part[..Math.Min(part.Length, room)]);
    }
}
