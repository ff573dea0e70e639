using Haloy.Cli.Api;
using Haloy.Cli.Deployments;
using Haloy.Cli.Processes;
using Haloy.Cli.Terminal;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Commands.Deploy;

/// <summary>Deploys one target whose image is where it belongs.</summary>
internal sealed class TargetDeployment(CommandSession session, HookRunner hooks, bool follow)
{
    public async Task<DeploymentResult> RunAsync(DeployTarget target, string deploymentId, ITerminal terminal, CancellationToken cancellationToken)
    {
        var result = DeploymentResult.Of(target) with { DeploymentId = deploymentId };
        var before = await hooks.RunAsync("pre_deploy", target.Config.PreDeploy, terminal, cancellationToken);
        if (!before.Succeeded)
            return Failed(result, before.Failure, terminal);

        var accepted = await new RepeatedRequest(target.ServerVersion, session.Context.Time)
            .SendAsync(ct => target.Api.DeployAsync(RequestFor(target, deploymentId), ct), cancellationToken);
        if (!accepted.Succeeded)
            return Failed(result, accepted.Failure, terminal);

        terminal.Info($"Deployment {deploymentId} of {target.App} started on {target.Api.Server.Name}");
        if (follow)
        {
            result = await new DeploymentWatch(session, terminal).RunAsync(target, deploymentId, result, cancellationToken);
            if (!result.Succeeded)
                return result;
        }

        var after = await hooks.RunAsync("post_deploy", target.Config.PostDeploy, terminal, cancellationToken);
        return after.Succeeded ? result : Failed(result, after.Failure, terminal);
    }

    private static DeployRequest RequestFor(DeployTarget target, string deploymentId) => new()
    {
        DeploymentId = deploymentId,
        TargetConfig = WireTarget.For(target.Config, target.ServerVersion),
        RollbackDeployConfig = WireTarget.For(target.Resolved.RollbackConfig, target.ServerVersion),
    };

    private static DeploymentResult Failed(DeploymentResult result, Failure failure, ITerminal terminal)
    {
        terminal.Error(failure);
        return result with { Error = failure.Message };
    }
}
