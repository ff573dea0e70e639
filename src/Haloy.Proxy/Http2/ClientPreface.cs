namespace Haloy.Proxy.Http2;

/// <summary>The bytes every client begins with (RFC 9113 §3.4): nothing else speaks like that.</summary>
internal static class ClientPreface
{
    public static ReadOnlySpan<byte> Bytes => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <returns><see langword="false"/> when it has not arrived whole.</returns>
    /// <exception cref="Http2Exception">It is something else.</exception>
    public static bool TryTake(ReadOnlySpan<byte> data, out int taken)
    {
        taken = Math.Min(data.Length, Bytes.Length);
        return Bytes.StartsWith(data[..taken])
            ? taken == Bytes.Length
            : throw new Http2Exception(ErrorCode.Protocol, "The preface is not one");
    }
}
