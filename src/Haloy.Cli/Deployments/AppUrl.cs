using Haloy.Cli.Servers;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Deployments;

/// <summary>Where a deployed app can be seen.</summary>
internal static class AppUrl
{
    /// <summary>The address of a domain; with a development daemon's own ports, and plain where the app asked for <c>tls: off</c>.</summary>
    public static string Of(string domain, TargetConfig target, ServerConnection server)
    {
        var plain = target.Tls == "off";
        var (scheme, usual, own) = plain ? ("http", 80, server.Dev?.HttpPort) : ("https", 443, server.Dev?.HttpsPort);
        return own is { } port && port != usual ? $"{scheme}://{domain}:{port}" : $"{scheme}://{domain}";
    }
}
