using Haloy.Contracts;
using Haloy.Contracts.ProxyControl;
using Haloy.Docker.Containers;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Tests.Support;
using Haloy.Testing.FakeDocker;

namespace Haloy.Server.Tests.Simulation;

/// <summary>Something that must never happen has happened.</summary>
internal sealed class InvariantException(string message) : Exception(message);

/// <summary>The invariants of the design (§6), watched from outside: by what visitors, engine and proxy see.</summary>
internal sealed class Invariants(Simulation run)
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, DateTimeOffset> _crashedAt = [];
    private readonly HashSet<string> _disturbed = [];
    private readonly Dictionary<string, (string Deployment, int Serving, int Running)> _baseline = [];
    private readonly Dictionary<string, DeploymentPhase> _phases = [];
    private int _checks;

    /// <summary>A crash is the simulation's doing: what follows from it at this address and for this app's numbers is not ours.</summary>
    public void Crashed(FakeContainer container)
    {
        _crashedAt[$"{container.Address}:8080"] = run.Now;
        run.Proxy.Cut($"{container.Address}:8080");
        Disturb(AppOf(container));
    }

    /// <summary>From here to its next deployment the app may serve with less than it had.</summary>
    public void Disturb(string app) => _disturbed.Add(app);

    /// <summary>A visitor was sent to a backend; true when it is served.</summary>
    public bool Visited(SnapshotRoute route, string key)
    {
        if (run.At(key) is { } container && run.IsListening(container))
        {
            var owner = AppOf(container);
            if (!route.Canonical.Contains(owner, StringComparison.Ordinal) && !CrashedLately(key))
                throw new InvariantException($"(2) a visitor of {route.Canonical} reached a container of {owner}");
            return true;
        }

        var app = route.Canonical.Contains("shop", StringComparison.Ordinal) ? "shop" : "blog";
        if (!CrashedLately(key) && !_disturbed.Contains(app))
            throw new InvariantException($"(1) a visitor of {route.Canonical} was sent to {key} ({run.At(key)?.Name ?? "nobody"}), which does not serve");
        return false;
    }

    public void TableApplied(RoutingSnapshot table)
    {
        run.Note($"table {table.Generation}: {string.Join("; ", (table.Routes ?? []).Select(Describe))}");
        var stored = run.Store.Load();
        foreach (var (route, backend) in run.Proxy.Active)
        {
            var deployment = stored.Deployments.FirstOrDefault(d => d.Id == backend.Deployment);
            var isCurrent = deployment is not null && stored.Apps.GetValueOrDefault(deployment.App)?.CurrentDeployment == deployment.Id;
            if (deployment is null || !(isCurrent || deployment.IsMoving))
                throw new InvariantException($"(2) {route.Canonical} goes to {backend.Deployment}, which is {deployment?.Phase.ToString() ?? "unknown"}");
        }
    }

    /// <summary>The engine was told to end a container.</summary>
    public void Stopping(FakeContainer container)
    {
        run.Note($"{container.Name} is stopped");
        if (container.Labels.Count == 0)
            throw new InvariantException("(5) a container that is not ours is stopped");
        var key = $"{container.Address}:8080";
        var drained = run.Proxy.InFlight(key) == 0 || (run.Proxy.DrainingSince(key) is { } since && run.Now - since >= DrainTimeout);
        if (!drained && !CrashedLately(key))
            throw new InvariantException($"(1) {container.Name} is stopped with {run.Proxy.InFlight(key)} requests in flight, before its deadline");
        run.Proxy.Cut(key);
    }

    /// <summary>What must hold at every moment.</summary>
    public void Check()
    {
        foreach (var deployment in run.Store.Deployments)
            Follow(deployment);

        if (++_checks % 20 != 0)
            return;
        foreach (var app in run.Daemon.Reconciler.World.Apps.Values)
            DecideTwice(app);
    }

    /// <summary>What must hold when nothing has gone wrong for a while.</summary>
    public void AtRest(IEnumerable<string> apps)
    {
        if (run.Engine.All.FirstOrDefault(c => c.Name == "stranger") is not { IsRunning: true })
            throw new InvariantException("(5) a container that is not ours was touched");
        foreach (var deployment in run.Store.Deployments)
        {
            if (!deployment.IsTerminal)
                throw new InvariantException($"(4) {deployment.Id} is still {deployment.Phase}: {deployment.Reason}");
            if (run.Log.Of(deployment.Id).Count(e => e.IsDeploymentComplete) is var endings and not 1)
                throw new InvariantException($"(4) the log of {deployment.Id} ({deployment.Phase}) has {endings} endings");
        }

        var stored = run.Store.Load();
        foreach (var app in apps)
            AtRest(app, stored);
    }

    private void AtRest(string app, StoredDeployments stored)
    {
        var row = stored.Apps.GetValueOrDefault(app);
        var containers = run.Engine.All.Where(c => AppOf(c) == app).ToArray();
        if (containers.FirstOrDefault(c => c.Labels[Labels.DeploymentId] != row?.CurrentDeployment) is { } left)
            throw new InvariantException($"(5) {left.Name} ({left.State}) is left over; current is {row?.CurrentDeployment ?? "none"}");
        if (row is null or { CurrentDeployment: null })
            return;

        var current = stored.Deployments.First(d => d.Id == row.CurrentDeployment);
        if (current.Phase != DeploymentPhase.Succeeded)
            throw new InvariantException($"(4) current deployment {current.Id} is {current.Phase}");
        if (row.Intent != AppIntent.Run)
        {
            if (containers.Any(c => c.IsRunning))
                throw new InvariantException($"{app} should be stopped and is not");
            return;
        }

        if (_disturbed.Contains(app))
            return;
        if (containers.Length != current.Replicas || containers.Any(c => !c.IsRunning))
            throw new InvariantException($"(4) {app} has {containers.Count(c => c.IsRunning)} of {current.Replicas} replicas");
        if (containers.FirstOrDefault(c => c.RestartPolicy != RestartPolicy.UnlessStopped) is { } fleeting)
            throw new InvariantException($"(4) {fleeting.Name} would not come back when it ends");
        if (containers.FirstOrDefault(c => c.Name != current.ContainerName(int.Parse(c.Labels[Labels.Replica]))) is { } misnamed)
            throw new InvariantException($"a container of {current.Id} is called {misnamed.Name}");
        if ((current.Target.Domains ?? []).Count > 0 && Serving(app) != current.Replicas)
            throw new InvariantException($"(3) {Serving(app)} of {current.Replicas} replicas of {app} are in rotation");
    }

    private void Follow(Deployment deployment)
    {
        if (_phases.GetValueOrDefault(deployment.Id, DeploymentPhase.Pending) is var before && before != deployment.Phase)
        {
            run.Note($"{deployment.Id} is {deployment.Phase} {deployment.Reason}");
            _phases[deployment.Id] = deployment.Phase;
            if (before >= DeploymentPhase.Succeeded)
                throw new InvariantException($"(4) {deployment.Id} left its terminal phase {before}");
            if (deployment.Phase == DeploymentPhase.Rolling)
                Begin(deployment);
            else if (deployment.IsTerminal)
                _baseline.Remove(deployment.App);
        }

        if (_baseline.TryGetValue(deployment.App, out var baseline) && baseline.Deployment == deployment.Id && !_disturbed.Contains(deployment.App))
            Numbers(deployment, baseline.Serving, baseline.Running);
    }

    private void Begin(Deployment deployment)
    {
        var running = run.Engine.All.Count(c => AppOf(c) == deployment.App && c.IsRunning);
        var current = run.Store.Load() is var stored && stored.Apps[deployment.App].CurrentDeployment is { } id ? stored.Deployments.First(d => d.Id == id) : null;
        // A name the old version never had can only be served by the new one.
        var known = (current?.Target.Domains ?? []).SelectMany(d => (d.Aliases ?? []).Append(d.Domain)).ToHashSet();
        var comparable = (deployment.Target.Domains ?? []).All(d => known.Contains(d.Domain));
        _baseline[deployment.App] = (deployment.Id, comparable ? Serving(deployment.App) : 0, running);
        // Whole again: every container of the current deployment is up and in rotation.
        if ((current?.Replicas ?? 0) == running && run.Engine.All.Where(c => AppOf(c) == deployment.App).All(c => c is { IsRunning: true, Stopping: false, RestartCount: 0 }))
            _disturbed.Remove(deployment.App);
    }

    private void Numbers(Deployment deployment, int served, int ran)
    {
        var containers = run.Engine.All.Where(c => AppOf(c) == deployment.App && c.IsRunning).ToArray();
        if (deployment.Replaces)
        {
            if (containers.Select(c => c.Labels[Labels.DeploymentId]).Distinct().Count() > 1)
                throw new InvariantException($"(3) two versions run at once although {deployment.Id} replaces");
            return;
        }

        if (containers.Length > Math.Max(ran, deployment.Replicas) + 1)
            throw new InvariantException($"(3) {containers.Length} containers run: {string.Join(' ', containers.Select(c => c.Name))}");
        var floor = (deployment.Target.Domains ?? []).Count == 0 ? 0 : Math.Min(served, deployment.Replicas);
        if (Serving(deployment.App) is var serving && serving < floor)
            throw new InvariantException($"(3) only {serving} replicas of {deployment.App} serve, before {deployment.Id} it was {served}");
    }

    private void DecideTwice(AppWorld app)
    {
        app = app with { Routing = run.Daemon.Reconciler.World.Routing };
        var first = Decider.Decide(app, run.Now).Whole();
        var second = Decider.Decide(app with { Containers = [.. app.Containers.Reverse()] }, run.Now).Whole();
        if (first != second)
            throw new InvariantException($"(8) the same world gave two decisions:\n{first}\n---\n{second}");
    }

    private int Serving(string app) => run.Proxy.Active
        .Select(a => $"{a.Backend.Ip}:{a.Backend.Port}")
        .Distinct()
        .Count(key => run.At(key) is { } container && AppOf(container) == app && run.IsListening(container));

    private bool CrashedLately(string key) => _crashedAt.TryGetValue(key, out var at) && run.Now - at < TimeSpan.FromSeconds(10);

    private static string AppOf(FakeContainer container) => container.Labels.GetValueOrDefault(Labels.AppName, "");

    private static string Describe(SnapshotRoute route) =>
        $"{route.Canonical}{(route.State is { } state ? $" {state}" : "")} → {string.Join(' ', (route.Backends ?? []).Select(b => $"{b.Ip[9..]}/{b.Deployment}{(b.State is null ? "" : " draining")}"))}";
}
