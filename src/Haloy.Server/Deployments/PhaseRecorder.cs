using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Images;
using Haloy.Server.Logs;

namespace Haloy.Server.Deployments;

/// <summary>Records the steps of deployments, in the database first, and tells their story.</summary>
/// <param name="store">The database.</param>
/// <param name="images">Prunes when a deployment has succeeded.</param>
/// <param name="journal">Where the story goes.</param>
/// <param name="hasCertificate">Whether visitors of a host can be given a certificate.</param>
internal sealed class PhaseRecorder(IDeploymentStore store, RetainedImages images, Journal journal, Func<string, bool> hasCertificate)
{
    /// <summary>Records <paramref name="change"/>: a restart from here on knows what was intended.</summary>
    public World Record(World world, PhaseChange change, DateTimeOffset now)
    {
        var deployment = change.Deployment with
        {
            Phase = change.Phase,
            PhaseSince = now,
            Reason = change.Reason ?? change.Deployment.Reason,
            ImageRef = change.ImageRef ?? change.Deployment.ImageRef,
        };
        store.Change(deployment);
        Tell(world, deployment, change.PreviousServes);

        if (deployment.IsTerminal)
            deployment = deployment.WithoutSecrets();
        if (deployment.Phase == DeploymentPhase.Succeeded)
            _ = images.PruneAsync(deployment, CancellationToken.None);
        return world.Changed(deployment);
    }

    /// <summary>Records that nothing of the app is left.</summary>
    public World Forget(World world, string app)
    {
        store.Forget(app);
        return world with { Apps = world.Apps.Remove(app) };
    }

    /// <summary>Ends the logs of deployments that ended right before a daemon died: whoever follows one would wait for ever.</summary>
    public void EndLogs(World world)
    {
        foreach (var deployment in store.Load().Deployments.Where(d => d.IsTerminal && !journal.HasEnded(d.Id)))
            Tell(world, deployment, previousServes: false);
    }

    private void WarnOfMissingCertificates(Deployment deployment)
    {
        if (deployment.Target.Tls == "off")
            return;
        foreach (var host in RouteClaim.Of(deployment.Target).Select(c => c.Host).Distinct().Where(h => !hasCertificate(h)))
            journal.Warn(deployment.App, deployment.Id, $"there is no certificate for {host}: browsers are refused until certs/{host}.pem is there (see docs/operating.md), or set tls: off");
    }

    private void Tell(World world, Deployment deployment, bool previousServes)
    {
        var (app, id) = (deployment.App, deployment.Id);
        var hadPrevious = world.App(app).Containers.Any(c => c.DeploymentId != id);
        switch (deployment.Phase)
        {
            case DeploymentPhase.Preparing:
                journal.Info(app, id, "preparing the image");
                break;
            case DeploymentPhase.Undoing:
                journal.Error(app, id, deployment.Reason ?? "it failed");
                journal.Info(app, id, hadPrevious ? "going back to the previous version" : "removing what was started");
                break;
            case DeploymentPhase.Succeeded:
                WarnOfMissingCertificates(deployment);
                var replicas = deployment.Replicas == 1 ? "1 replica" : $"{deployment.Replicas} replicas";
                journal.Succeeded(app, id, $"{app} is deployed, {replicas} ready", [.. RouteClaim.Of(deployment.Target).Select(c => c.ToString())]);
                break;
            case DeploymentPhase.Failed:
                journal.Failed(app, id, previousServes ? "deployment failed, the previous version serves as before" : "deployment failed", deployment.Reason ?? "no reason is known");
                break;
            case DeploymentPhase.Superseded:
                journal.Failed(app, id, "deployment was superseded", deployment.Reason ?? "a newer one was requested");
                break;
        }
    }
}
