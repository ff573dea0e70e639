using Haloy.Contracts.Logs;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Logs;

namespace Haloy.Server.Tests.Simulation;

/// <summary>What one daemon can write: nothing after its death, which may come right after a write.</summary>
internal sealed class MortalStore(IDeploymentStore store, IDeploymentLog log) : IDeploymentStore, IDeploymentLog
{
    /// <summary>How many more writes it lives for; negative is for ever.</summary>
    public int WritesLeft { get; set; } = -1;

    /// <summary>Set together with the daemon.</summary>
    public SimulatedDaemon? Daemon { get; set; }

    public StoredDeployments Load() => store.Load();

    public string? AppOf(string id) => store.AppOf(id);

    public Deployment? Add(Deployment deployment) => Write(() => store.Add(deployment));

    public void Change(Deployment deployment) => Write(() =>
    {
        store.Change(deployment);
        return true;
    });

    public void SetIntent(string app, AppIntent intent) => Write(() =>
    {
        store.SetIntent(app, intent);
        return true;
    });

    public void Forget(string app) => Write(() =>
    {
        store.Forget(app);
        return true;
    });

    public IReadOnlyList<string> Prune(string app, int keep) => Write(() => store.Prune(app, keep));

    public void Append(string deploymentId, LogEntry entry) => Write(() =>
    {
        log.Append(deploymentId, entry);
        return true;
    });

    public bool HasEnded(string deploymentId) => log.HasEnded(deploymentId);

    public IAsyncEnumerable<NumberedEntry> ReadAsync(string deploymentId, long after, CancellationToken cancellationToken) => log.ReadAsync(deploymentId, after, cancellationToken);

    private T Write<T>(Func<T> write)
    {
        if (Daemon is { IsDead: true })
            throw new OperationCanceledException();
        var result = write();
        if (WritesLeft > 0 && --WritesLeft == 0)
        {
            Daemon!.Kill();
            throw new OperationCanceledException();
        }

        return result;
    }
}
