using Haloy.Contracts.Api;
using Haloy.Server.Deployments;

namespace Haloy.Server.Api;

/// <summary><c>GET /v1/status/{app}</c>.</summary>
internal sealed class StatusHandler(Reconciler reconciler, TimeProvider time)
{
    public Task GetAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["app"]!;
        return AppStatus.Of(reconciler.World, name, time.GetUtcNow()) is { } status
            ? Responses.JsonAsync(context, status, ApiJson.Default.StatusResponse)
            : Responses.ProblemAsync(context, 404, $"app '{name}' is not deployed on this server");
    }
}
