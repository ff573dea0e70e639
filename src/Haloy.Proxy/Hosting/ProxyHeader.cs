using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haloy.Proxy.Hosting;

/// <summary>How reading a PROXY protocol header ended.</summary>
internal enum ProxyHeaderState
{
    Incomplete,
    Malformed,
    Complete,
}

/// <summary>Reads the header that a proxy puts before a connection (HAProxy's PROXY protocol, versions 1 and 2).</summary>
internal static class ProxyHeader
{
    /// <summary>Longest header that is read.</summary>
    public const int MaxLength = 4096;

    private const int MaxLine = 107;
    private const int FixedPart = 16;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <param name="data">The beginning of what was received.</param>
    /// <param name="length">Bytes of the header.</param>
    /// <param name="source">Whom the connection is made for; <see langword="null"/> when it is the proxy's own.</param>
    public static ProxyHeaderState Read(ReadOnlySpan<byte> data, out int length, out IPAddress? source)
    {
        (length, source) = (0, null);
        if (Signature.StartsWith(data[..Math.Min(data.Length, Signature.Length)]))
            return data.Length < FixedPart ? ProxyHeaderState.Incomplete : ReadBinary(data, out length, out source);
        var end = data[..Math.Min(data.Length, MaxLine)].IndexOf("\r\n"u8);
        if (end < 0)
            return data.Length < MaxLine && "PROXY "u8.StartsWith(data[..Math.Min(data.Length, 6)]) ? ProxyHeaderState.Incomplete : ProxyHeaderState.Malformed;
        length = end + 2;
        return ReadText(Encoding.Latin1.GetString(data[..end]), out source);
    }

    /// <summary>
    /// Whom a connection is taken to be made for. This machine's own visitors may do more than others: nobody is one by another machine's word.
    /// </summary>
    /// <param name="source">Whom the header names.</param>
    /// <param name="peer">Who sent it.</param>
    public static IPAddress? Believed(IPAddress? source, IPAddress? peer) =>
        source is null || (IPAddress.IsLoopback(source) && !(peer is not null && IPAddress.IsLoopback(peer))) ? peer : source;

    // As addresses of connections are written: else a list of IPv4 addresses would not know it.
    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static ProxyHeaderState ReadText(string line, out IPAddress? source)
    {
        source = null;
        if (line == "PROXY UNKNOWN" || line.StartsWith("PROXY UNKNOWN ", StringComparison.Ordinal))
            return ProxyHeaderState.Complete;
        var isFine = line.Split(' ') is ["PROXY", ("TCP4" or "TCP6") and var family, var from, var to, var fromPort, var toPort]
            && IsOf(family, from, out source) && IsOf(family, to, out _) && ushort.TryParse(fromPort, out _) && ushort.TryParse(toPort, out _);
        source = Plain(source);
        return isFine ? ProxyHeaderState.Complete : ProxyHeaderState.Malformed;
    }

    private static bool IsOf(string family, string text, out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && address.AddressFamily == (family == "TCP4" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);

    private static ProxyHeaderState ReadBinary(ReadOnlySpan<byte> data, out int length, out IPAddress? source)
    {
        source = null;
        var rest = BinaryPrimitives.ReadUInt16BigEndian(data[14..]);
        length = FixedPart + rest;
        var (version, command, family) = (data[12] >> 4, data[12] & 0xF, data[13] >> 4);
        if (version != 2 || command > 1 || length > MaxLength)
            return ProxyHeaderState.Malformed;
        if (data.Length < length)
            return ProxyHeaderState.Incomplete;
        // LOCAL, and families that have no IP address: the proxy speaks for itself.
        var addresses = (command, family) switch { (1, 1) => 4, (1, 2) => 16, _ => 0 };
        if (addresses > 0 && rest < (2 * addresses) + 4)
            return ProxyHeaderState.Malformed;
        if (addresses > 0)
            source = Plain(new IPAddress(data.Slice(FixedPart, addresses)));
        return ProxyHeaderState.Complete;
    }
}
