using System.Text.Json;
using Haloy.Cli.Deployments;
using Haloy.Cli.Terminal;
using Haloy.Contracts.Logs;

namespace Haloy.Cli.Commands.Deploy;

/// <summary>Shows an accepted deployment live until it has ended.</summary>
internal sealed class DeploymentWatch(CommandSession session, ITerminal terminal)
{
    public async Task<DeploymentResult> RunAsync(DeployTarget target, string deploymentId, DeploymentResult result, CancellationToken cancellationToken)
    {
        var running = session.Context.Accepted;
        running.Add(deploymentId, target.App, target.Api.Server.Name);
        var end = await new DeploymentFollower(target.Api, session.Context.Time).FollowAsync(deploymentId, entry => Show(target, entry), cancellationToken);
        running.Remove(deploymentId);

        if (!end.Succeeded)
        {
            terminal.Error(end.Failure);
            return result with { Error = end.Failure.Message };
        }

        return end.Value.IsDeploymentFailed
            ? result with { Error = end.Value.Fields?.GetValueOrDefault("error") ?? end.Value.Message }
            : result with { Urls = [.. (end.Value.Domains ?? []).Select(d => UrlOf(target, d))] };
    }

    private void Show(DeployTarget target, LogEntry entry)
    {
        if (session.Json)
            terminal.Json(JsonSerializer.Serialize(new DeployEntryOutput("entry", target.Key, entry), JsonLines.Types.DeployEntryOutput));
        LogEntryView.Show(terminal, entry, domain => UrlOf(target, domain));
    }

    private static string UrlOf(DeployTarget target, string domain) => AppUrl.Of(domain, target.Config, target.Api.Server);
}
