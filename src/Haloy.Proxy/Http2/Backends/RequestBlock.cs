using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Http2.Backends;

/// <summary>Writes a request's head as a header block.</summary>
internal static class RequestBlock
{
    private const int OwnFields = 128;

    /// <summary>Room that <see cref="Write"/> needs at most.</summary>
    public static int MaxLength(in SentHead head) => (head.Length * 2) + OwnFields;

    /// <param name="head">The head in the form of HTTP/1.1.</param>
    /// <param name="strip">Bytes at the beginning of its target that are left out; what remains begins with a slash in any case.</param>
    /// <param name="block">Where it goes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(in SentHead head, int strip, Span<byte> block)
    {
        var bytes = head.Bytes;
        var target = head.Target[strip..];
        var length = HpackEncoder.WriteField(":method"u8, bytes[..bytes.IndexOf((byte)' ')], block);
        // That of the connection, which has no TLS; what the client used is said by X-Forwarded-Proto.
        length += HpackEncoder.WriteField(":scheme"u8, "http"u8, block[length..]);
        length += target.IsEmpty || target[0] is not ((byte)'/' or (byte)'*')
            ? HpackEncoder.WriteField(":path"u8, (byte[])[(byte)'/', .. target], block[length..])
            : HpackEncoder.WriteField(":path"u8, target, block[length..]);
        if (head.ValueOf("Host"u8) is { IsEmpty: false } host)
            length += HpackEncoder.WriteField(":authority"u8, host, block[length..]);
        return length + WriteFields(bytes[(bytes.IndexOf("\r\n"u8) + 2)..], block[length..]);
    }

    private static int WriteFields(ReadOnlySpan<byte> lines, Span<byte> block)
    {
        var length = 0;
        while (lines.IndexOf("\r\n"u8) is var end and > 0)
        {
            var line = lines[..end];
            lines = lines[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            var name = line[..colon];
            if (!IsOfHttp1(name))
                length += HpackEncoder.WriteField(name, line[(colon + 1)..].Trim(" \t"u8), block[length..]);
        }

        return length;
    }

    // What is said otherwise here; everything else about the connection is not in the head (RFC 9113 §8.2.2).
    private static bool IsOfHttp1(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => Ascii.EqualsIgnoreCase(name, "Host"u8),
        7 => Ascii.EqualsIgnoreCase(name, "Upgrade"u8),
        10 => Ascii.EqualsIgnoreCase(name, "Connection"u8),
        17 => Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8),
        _ => false,
    };
}
