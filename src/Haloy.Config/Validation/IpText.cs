using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Haloy.Config.Validation;

/// <summary>IP addresses and networks as people write them; nothing that only old parsers accept, such as <c>010.1</c> or <c>fe80::1%eth0</c>.</summary>
internal static class IpText
{
    public static bool TryAddress(string text, out IPAddress address)
    {
        if (!IPAddress.TryParse(text, out var parsed) || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal))
        {
            address = IPAddress.None;
            return false;
        }

        address = parsed;
        // An IPv4 address has one spelling; a shortened or octal one is a mistake.
        return parsed.AddressFamily == AddressFamily.InterNetworkV6 || parsed.ToString() == text;
    }

    /// <summary>What is wrong with an address or a network such as <c>10.0.0.0/8</c>, in words that follow it, with a hint; nothing when it is fine.</summary>
    public static (string? Problem, string? Hint) RangeProblem(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryAddress(slash < 0 ? text : text[..slash], out var address))
            return ("is not an IP address or network", "For example: 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32");
        if (slash < 0)
            return (null, null);
        var bytes = address.GetAddressBytes();
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > bytes.Length * 8)
            return ($"needs a length of 0 to {bytes.Length * 8} after the '/'", null);
        var network = Masked(bytes, length);
        return address.Equals(network) ? (null, null) : ($"has bits set after the first {length}, so it is no network", $"Did you mean {network}/{length} or {address}?");
    }

    private static IPAddress Masked(byte[] bytes, int length)
    {
        var masked = new byte[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
            masked[i] = (byte)(bytes[i] & (0xFF00 >> Math.Clamp(length - (i * 8), 0, 8)));
        return new IPAddress(masked);
    }
}
