using System.Globalization;
using System.Net;

namespace Haloy.Server.Admin;

/// <summary>Addresses as they are written on the command line and in haloyd.yaml: <c>127.0.0.1:9922</c>, <c>[::1]:443</c>, <c>:80</c>.</summary>
internal static class Endpoints
{
    /// <summary>Reads an address; <c>:PORT</c> means every interface, IPv4 and IPv6.</summary>
    public static IPEndPoint? Parse(string text) => text.StartsWith(':') && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? new(IPAddress.IPv6Any, port)
        : text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;

    /// <summary>Reads an address that must be right.</summary>
    /// <exception cref="StartupException">It is not; the message names <paramref name="setting"/>.</exception>
    public static IPEndPoint Require(string text, string setting) => Parse(text)
        ?? throw new StartupException($"{setting} is '{text}', not an address with a port.", "Write it like 127.0.0.1:9922, [::1]:9922 or :80 (every interface).");
}
