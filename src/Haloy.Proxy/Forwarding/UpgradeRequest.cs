using Microsoft.AspNetCore.Http.Features;

namespace Haloy.Proxy.Forwarding;

/// <summary>Recognises requests that may become tunnels.</summary>
internal static class UpgradeRequest
{
    /// <summary>
    /// Whether the client wants a protocol we pass on: any but HTTP/2, since an <c>h2c</c> tunnel would carry requests past routing
    /// and header rules.
    /// </summary>
    public static bool IsWanted(IFeatureCollection features, IHttpRequestFeature request) =>
        request.Headers.Upgrade.Count > 0
        && features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
        && !request.Headers.Upgrade.ToString().Contains("h2c", StringComparison.OrdinalIgnoreCase);
}
