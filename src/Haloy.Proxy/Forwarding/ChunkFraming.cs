namespace Haloy.Proxy.Forwarding;

/// <summary>Writes the framing of chunks (RFC 9112 §7.1).</summary>
internal static class ChunkFraming
{
    /// <summary>Longest line that tells a size.</summary>
    public const int MaxSizeLine = 10;

    /// <summary>The chunk that ends a body, without trailers.</summary>
    public static ReadOnlySpan<byte> Last => "0\r\n\r\n"u8;

    /// <summary>Writes the chunk that ends a body, with trailers.</summary>
    public static byte[] LastWith(Trailers trailers) => [.. "0\r\n"u8, .. trailers.Lines, .. "\r\n"u8];

    /// <summary>Writes a size line; returns its length.</summary>
    public static int WriteSize(Span<byte> line, int size)
    {
        size.TryFormat(line, out var digits, "x");
        "\r\n"u8.CopyTo(line[digits..]);
        return digits + 2;
    }
}
