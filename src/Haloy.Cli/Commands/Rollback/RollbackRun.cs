using Haloy.Cli.Api;
using Haloy.Cli.Commands.Deploy;
using Haloy.Cli.Deployments;
using Haloy.Cli.Hosting;
using Haloy.Cli.Targets;
using Haloy.Cli.Terminal;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Commands.Rollback;

/// <summary>The flow of <c>haloy rollback</c>: the configuration kept by the server, its references resolved anew, with the image kept there.</summary>
internal sealed class RollbackRun(CommandSession session, string deploymentId, bool follow)
{
    private readonly ITerminal _terminal = session.Terminal;
    private readonly TimeProvider _time = session.Context.Time;

    public async Task<int> RunAsync(TargetChoice choice, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        if (await session.Loader.FindAsync(choice, cancellationToken) is not { } loaded)
            return ExitCode.Failure;
        if (await new ServerLogin(session.Apis, _terminal).ConnectAsync(loaded, cancellationToken) is not { } targets)
            return ExitCode.Failure;

        var newId = Ulid.Create(_time.GetUtcNow());
        var groups = targets.GroupBy(t => t.Api.Server.BaseAddress).Select(async group =>
        {
            var results = new List<DeploymentResult>();
            foreach (var target in group)
            {
                var terminal = loaded.Several ? _terminal.ForTarget(target.Key) : _terminal;
                results.Add(await RollBackAsync(target, loaded, newId, terminal, cancellationToken));
            }

            return results;
        });
        var all = (await Task.WhenAll(groups)).SelectMany(r => r).ToList();

        var succeeded = all.TrueForAll(r => r.Succeeded);
        new DeploySummary(_terminal, session.Json).Show(all, succeeded, follow, _time.GetElapsedTime(started));
        return succeeded ? ExitCode.Success : ExitCode.Failure;
    }

    private async Task<DeploymentResult> RollBackAsync(
        DeployTarget target, LoadedTargets loaded, string newId, ITerminal terminal, CancellationToken cancellationToken)
    {
        var result = DeploymentResult.Of(target) with { DeploymentId = newId };
        var stored = await FindAsync(target, cancellationToken);
        var request = stored.Succeeded ? await RequestForAsync(target, stored.Value, loaded, newId, cancellationToken) : stored.Failure;
        var accepted = request.Succeeded
            ? await new RepeatedRequest(target.ServerVersion, _time).SendAsync(ct => target.Api.RollbackAsync(request.Value, ct), cancellationToken)
            : request.Failure;
        if (!accepted.Succeeded)
        {
            terminal.Error(accepted.Failure);
            return result with { Error = accepted.Failure.Message };
        }

        terminal.Info($"Rolling back {target.App} to {deploymentId} on {target.Api.Server.Name} as {newId}");
        return follow ? await new DeploymentWatch(session, terminal).RunAsync(target, newId, result, cancellationToken) : result;
    }

    private async Task<Outcome<DeployConfig>> FindAsync(DeployTarget target, CancellationToken cancellationToken)
    {
        var answer = await target.Api.GetRollbackTargetsAsync(target.App, cancellationToken);
        if (!answer.Succeeded)
            return answer.Failure;

        var kept = answer.Value.Targets ?? [];
        if (kept.FirstOrDefault(t => t.DeploymentId == deploymentId) is not { } found)
        {
            return new Failure(
                $"Server '{target.Api.Server.Name}' keeps no deployment {deploymentId} of '{target.App}'.",
                kept.Count == 0 ? "It keeps none at all." : $"It keeps: {string.Join(", ", kept.Select(t => t.DeploymentId))}");
        }

        return found.RawDeployConfig is { } config
            ? config
            : new Failure($"Server '{target.Api.Server.Name}' no longer has the configuration of deployment {deploymentId}.", "Deploy the version you want again.");
    }

    private async Task<Outcome<RollbackRequest>> RequestForAsync(
        DeployTarget target, DeployConfig stored, LoadedTargets loaded, string newId, CancellationToken cancellationToken)
    {
        var resolved = await session.Secrets.ResolveStoredAsync(stored, loaded.File, loaded.Variables.ForTarget(target.Key), cancellationToken);
        if (!resolved.Succeeded)
        {
            return new Failure(
                $"The configuration kept for {deploymentId} cannot be used now:\n{ConfigProblemFormatter.Format(resolved.Problems)}",
                "Variables and secrets may have other names than when it was deployed.");
        }

        if (NewKeys.Refusal(resolved.Value, target.ServerVersion, target.Api.Server.Name) is { } refusal)
            return refusal;

        return new RollbackRequest
        {
            TargetDeploymentId = deploymentId,
            NewDeploymentId = newId,
            NewTargetConfig = WireTarget.For(resolved.Value, target.ServerVersion),
        };
    }
}
