using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Haloy.Core;

/// <summary>Addresses with a port as they are written on command lines and in settings: <c>127.0.0.1:9922</c>, <c>[::1]:443</c>, <c>:80</c>.</summary>
public static class EndPointText
{
    /// <summary>Reads an address; <c>:PORT</c> means every interface, IPv4 and IPv6. An IPv6 address needs its brackets, a host name is not an address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;

        var address = IPAddress.IPv6Any;
        var host = text.AsSpan(0, colon);
        if (host.Length > 0 && (host.Contains(':') != host.StartsWith("[") || !IPAddress.TryParse(host, out address)))
            return false;

        endPoint = new IPEndPoint(address, port);
        return true;
    }
}
