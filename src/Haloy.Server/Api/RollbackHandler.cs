using Haloy.Contracts.Api;
using Haloy.Server.Deployments;

namespace Haloy.Server.Api;

/// <summary>What can be returned to, and returning to it (spec/server §10).</summary>
internal sealed class RollbackHandler(RollbackTargets targets, DeploymentIntake intake)
{
    public async Task TargetsAsync(HttpContext context)
    {
        var found = await targets.ListAsync((string)context.Request.RouteValues["app"]!, context.RequestAborted);
        await Responses.JsonAsync(context, new RollbackTargetsResponse { Targets = found }, ApiJson.Default.RollbackTargetsResponse);
    }

    public async Task PostAsync(HttpContext context)
    {
        if (await Responses.BodyAsync(context, ApiJson.Default.RollbackRequest) is not { } request)
            return;
        if (request.NewTargetConfig is not { Name: { } app } target)
        {
            await Responses.ProblemAsync(context, 400, "newTargetConfig or its name is missing.");
            return;
        }

        var found = (await targets.ListAsync(app, context.RequestAborted)).FirstOrDefault(t => t.DeploymentId == request.TargetDeploymentId);
        if (found is null)
        {
            await Responses.ProblemAsync(context, 400, $"{app} cannot go back to deployment '{request.TargetDeploymentId}': it is not among its rollback targets (haloy rollback-targets).");
            return;
        }

        var result = await intake.AcceptAsync(
            request.NewDeploymentId,
            target with { Image = Resolved(found.RawDeployConfig?.Image, target.Image) },
            found.RawDeployConfig,
            found.DeploymentId,
            context.RequestAborted);
        await DeployHandler.AnswerAsync(context, result);
    }

    // What runs is the stored image; the stored credentials are references, which only the client could resolve.
    private static ImageConfig? Resolved(ImageConfig? stored, ImageConfig? sent) => stored is { Registry: not null } ? stored with { Registry = sent?.Registry } : stored;
}
