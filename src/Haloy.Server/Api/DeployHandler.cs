using System.Globalization;
using Haloy.Contracts.Api;
using Haloy.Contracts.Logs;
using Haloy.Server.Deployments;
using Haloy.Server.Logs;

namespace Haloy.Server.Api;

/// <summary><c>POST /v1/deploy</c> and its log stream.</summary>
internal sealed class DeployHandler(DeploymentIntake intake, IDeploymentStore store, IDeploymentLog log, TimeProvider time)
{
    public async Task PostAsync(HttpContext context)
    {
        if (await Responses.BodyAsync(context, ApiJson.Default.DeployRequest) is not { } request)
            return;

        var result = await intake.AcceptAsync(request.DeploymentId, request.TargetConfig, request.RollbackDeployConfig, rolledBackFrom: null, context.RequestAborted);
        await AnswerAsync(context, result);
    }

    public Task LogsAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["deploymentId"]!;
        if (store.AppOf(id) is null)
            return Responses.ProblemAsync(context, 404, $"there is no deployment '{id}' on this server");

        var after = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        return EventStream.RunAsync(context, async (stream, cancellationToken) =>
        {
            await foreach (var (number, entry) in log.ReadAsync(id, after, cancellationToken))
                await stream.SendAsync(entry, LogJson.Default.LogEntry, number, cancellationToken);
        }, time);
    }

    /// <summary>The answer to a request to deploy or roll back.</summary>
    public static Task AnswerAsync(HttpContext context, IntakeResult result)
    {
        if (result.Kind != IntakeKind.Accepted)
            return Responses.ProblemAsync(context, result.Kind == IntakeKind.Conflicting ? 409 : 400, result.Failure!);
        context.Response.StatusCode = 202;
        return Task.CompletedTask;
    }
}
