using System.Text;

namespace Haloy.Proxy.Forwarding;

/// <summary>The values of one cookie in the head of a request, in the order they came (RFC 6265 §4.2.1). Whatever else is there is passed over.</summary>
internal ref struct CookieReader(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
{
    private readonly ReadOnlySpan<byte> _name = name;
    private ReadOnlySpan<byte> _lines = head;
    private ReadOnlySpan<byte> _pairs;

    private static ReadOnlySpan<byte> Field => "Cookie:"u8;

    /// <summary>Reads up to the next value.</summary>
    public bool TryNext(out ReadOnlySpan<byte> value)
    {
        while (!_pairs.IsEmpty || TryNextField())
        {
            var pair = Cut(ref _pairs, ";"u8).Trim(" \t"u8);
            if (pair.Length > _name.Length && pair[_name.Length] == (byte)'=' && pair.StartsWith(_name))
            {
                value = pair[(_name.Length + 1)..];
                return true;
            }
        }

        value = default;
        return false;
    }

    private bool TryNextField()
    {
        while (!_lines.IsEmpty)
        {
            var line = Cut(ref _lines, "\r\n"u8);
            if (line.Length <= Field.Length || !Ascii.EqualsIgnoreCase(line[..Field.Length], Field))
                continue;
            _pairs = line[Field.Length..];
            return true;
        }

        return false;
    }

    private static ReadOnlySpan<byte> Cut(scoped ref ReadOnlySpan<byte> rest, scoped ReadOnlySpan<byte> separator)
    {
        var end = rest.IndexOf(separator);
        var part = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + separator.Length)..];
        return part;
    }
}
