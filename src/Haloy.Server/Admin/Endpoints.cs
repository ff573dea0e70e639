using System.Net;
using Haloy.Core;

namespace Haloy.Server.Admin;

/// <summary>Addresses in flags and in haloyd.yaml.</summary>
internal static class Endpoints
{
    /// <summary>Reads an address that must be right.</summary>
    /// <exception cref="StartupException">It is not; the message names <paramref name="setting"/>.</exception>
    public static IPEndPoint Require(string text, string setting) => EndPointText.TryParse(text, out var endPoint)
        ? endPoint
        : throw new StartupException($"{setting} is '{text}', not an address with a port.", "Write it like 127.0.0.1:9922, [::1]:9922 or :80 (every interface).");
}
