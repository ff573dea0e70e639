using System.Buffers;
using System.Text;

namespace Haloy.Proxy.Forwarding;

/// <summary>The head that a backend is sent, kept until it has answered: it may have to be sent to another one.</summary>
internal struct SentHead()
{
    private byte[] _bytes = [];

    /// <summary>Bytes of the head.</summary>
    public int Length { get; set; }

    public readonly ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Whether its method is GET or HEAD.</summary>
    public readonly bool IsRead => Bytes.StartsWith("GET "u8) || Bytes.StartsWith("HEAD "u8);

    /// <summary>The target in its first line, with what <see cref="Send"/> leaves out of it.</summary>
    public readonly ReadOnlySpan<byte> Target => Bytes[TargetRange];

    private readonly Range TargetRange
    {
        get
        {
            var start = Bytes.IndexOf((byte)' ') + 1;
            return start..(start + Bytes[start..].IndexOf((byte)' '));
        }
    }

    /// <summary>A buffer to write a head into.</summary>
    public byte[] Rent(int atLeast)
    {
        if (_bytes.Length < atLeast)
        {
            Release();
            _bytes = ArrayPool<byte>.Shared.Rent(atLeast);
        }

        return _bytes;
    }

    /// <summary>The value of the first field of a name; empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> ValueOf(scoped ReadOnlySpan<byte> name)
    {
        var at = 0;
        return TryNext(name, ref at, out var value) ? value : default;
    }

    /// <summary>Finds the next field of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="at">Where to begin, 0 at first; then where to go on.</param>
    /// <param name="value">Its value.</param>
    public readonly bool TryNext(scoped ReadOnlySpan<byte> name, scoped ref int at, out ReadOnlySpan<byte> value)
    {
        while (at < Length)
        {
            var rest = Bytes[at..];
            var end = rest.IndexOf("\r\n"u8);
            var line = end < 0 ? rest : rest[..end];
            at += line.Length + 2;
            if (line.Length > name.Length && line[name.Length] == (byte)':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                value = line[(name.Length + 1)..].Trim(" \t"u8);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Sends it.</summary>
    /// <param name="connection">To whom.</param>
    /// <param name="strip">Bytes at the beginning of the target that are left out; what remains begins with a slash in any case.</param>
    public readonly bool Send(BackendConnection connection, int strip)
    {
        var head = Bytes;
        if (strip == 0)
            return connection.Send(head);
        var start = TargetRange.Start.Value;
        var rest = start + strip;
        return connection.Send(head[..(head[rest] == (byte)'/' ? start : start + 1)], head[rest..]);
    }

    public void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, Length) = ([], 0);
    }
}
