using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.Tests.Support;

/// <summary>The rules of <c>Storage/DeploymentStore</c> without a file, for tests that make thousands of steps.</summary>
internal sealed class InMemoryStore : IDeploymentStore
{
    private readonly Dictionary<string, StoredApp> _apps = [];
    private readonly List<Deployment> _deployments = [];
    private long _sequence;

    public IReadOnlyList<Deployment> Deployments => _deployments;

    public StoredDeployments Load() => new([.. _deployments], new Dictionary<string, StoredApp>(_apps));

    public string? AppOf(string id) => _deployments.Find(d => d.Id == id)?.App;

    public Deployment? Add(Deployment deployment)
    {
        if (AppOf(deployment.Id) is not null)
            return null;
        SetIntent(deployment.App, AppIntent.Run);
        _deployments.Add(deployment with { Sequence = ++_sequence });
        return _deployments[^1];
    }

    public void Change(Deployment deployment)
    {
        var index = _deployments.FindIndex(d => d.Id == deployment.Id);
        _deployments[index] = deployment.IsTerminal ? deployment.WithoutSecrets() : deployment;
        if (deployment.Phase == DeploymentPhase.Succeeded)
            _apps[deployment.App] = _apps[deployment.App] with { CurrentDeployment = deployment.Id };
    }

    public void SetIntent(string app, AppIntent intent) => _apps[app] = new(_apps.GetValueOrDefault(app)?.CurrentDeployment, intent);

    public void Forget(string app) => _apps.Remove(app);

    public IReadOnlyList<string> Prune(string app, int keep)
    {
        var ofApp = _deployments.Where(d => d.App == app).Reverse().ToArray();
        var kept = ofApp.Where(d => d.Phase == DeploymentPhase.Succeeded).Take(keep).Concat(ofApp.Take(keep)).Select(d => d.Id).ToHashSet();
        var current = _apps.GetValueOrDefault(app)?.CurrentDeployment;
        var removed = ofApp.Where(d => d.IsTerminal && d.Id != current && !kept.Contains(d.Id)).Select(d => d.Id).ToArray();
        _deployments.RemoveAll(d => removed.Contains(d.Id));
        return removed;
    }
}
