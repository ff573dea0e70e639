using System.Buffers;

namespace Haloy.Proxy.Http1;

/// <summary>What a Host value may look like (RFC 9110 §7.2): a name or address, and maybe a port.</summary>
internal static class HostSyntax
{
    // The longest name there can be (RFC 1035 §2.3.4) with a dot and a port.
    private const int MaxLength = 253 + 1 + 6;

    // The characters of a registered name (RFC 3986 §3.2.2) without the ones nobody has in a host; percent-encoding is not resolved by anyone either.
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~"u8);
    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>Whether it is one, or empty.</summary>
    public static bool IsValid(ReadOnlySpan<byte> host)
    {
        if (host.IsEmpty || host.Length > MaxLength)
            return host.IsEmpty;
        if (host[0] == (byte)'[')
        {
            var close = host.IndexOf((byte)']');
            return close > 2 && !host[1..close].ContainsAnyExcept(AddressBytes) && IsPort(host[(close + 1)..]);
        }

        var colon = host.IndexOf((byte)':');
        var name = colon < 0 ? host : host[..colon];
        return !name.IsEmpty && !name.ContainsAnyExcept(NameBytes) && (colon < 0 || IsPort(host[colon..]));
    }

    private static bool IsPort(ReadOnlySpan<byte> port) =>
        port.IsEmpty || (port[0] == (byte)':' && port.Length <= 6 && !port[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
}
