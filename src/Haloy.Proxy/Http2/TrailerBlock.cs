using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Http2;

/// <summary>Writes the fields behind a body as a header block.</summary>
internal static class TrailerBlock
{
    public static byte[] Of(Trailers trailers)
    {
        // Each field takes four bytes more than it needs in HTTP/1.1 already, and at most twelve.
        var block = new byte[trailers.Lines.Length + (trailers.Count * 8)];
        var (length, position) = (0, 0);
        while (trailers.TryNext(ref position, out var name, out var value))
            length += HpackEncoder.WriteField(name, value, block.AsSpan(length));
        return block[..length];
    }
}
