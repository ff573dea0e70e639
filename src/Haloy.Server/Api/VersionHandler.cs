using Haloy.Contracts.Api;
using Haloy.Core;
using Haloy.Server.ProxySync;

namespace Haloy.Server.Api;

/// <summary><c>GET /v1/version</c>.</summary>
internal sealed class VersionHandler(ProxyVersion proxy)
{
    public async Task GetAsync(HttpContext context)
    {
        var response = await proxy.DescribeAsync(
            new VersionResponse { Haloyd = BuildVersion.Current, Capabilities = [Capabilities.ExtendedTarget, Capabilities.RepeatableRequests] },
            context.RequestAborted);
        await Responses.JsonAsync(context, response, ApiJson.Default.VersionResponse);
    }
}
