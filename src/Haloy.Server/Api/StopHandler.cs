using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.Api;

/// <summary><c>POST /v1/stop/{app}</c>: recorded at once, done in the background.</summary>
internal sealed class StopHandler(Reconciler reconciler, IDeploymentStore store)
{
    public async Task PostAsync(HttpContext context)
    {
        var app = (string)context.Request.RouteValues["app"]!;
        var remove = Asked("remove-containers");
        if (Asked("remove-volumes") && !remove)
        {
            await Responses.ProblemAsync(context, 400, "remove-volumes needs remove-containers: a volume in use cannot be removed.");
            return;
        }

        var intent = !remove ? AppIntent.Stop : Asked("remove-volumes") ? AppIntent.RemoveWithVolumes : AppIntent.Remove;
        var known = await reconciler.AskAsync(world =>
        {
            if (!world.Apps.ContainsKey(app))
                return (world, false);
            store.SetIntent(app, intent);
            return (world.With(world.App(app) with { Intent = intent, VolumesRemoved = false }), true);
        }, context.RequestAborted);

        if (known)
            context.Response.StatusCode = 202;
        else
            await Responses.ProblemAsync(context, 404, $"app '{app}' is not deployed on this server");

        bool Asked(string what) => context.Request.Query[what] == "true";
    }
}
