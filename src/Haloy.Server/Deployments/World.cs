using System.Collections.Immutable;
using Haloy.Contracts.Api;
using Haloy.Core;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Discovery;
using Haloy.Server.Health;

namespace Haloy.Server.Deployments;

/// <summary>Everything known at one moment. Immutable: the one writer makes a new one, anybody may read an old one.</summary>
internal sealed record World
{
    public static readonly World Empty = new();

    /// <summary>By app name.</summary>
    public ImmutableDictionary<string, AppWorld> Apps { get; init; } = ImmutableDictionary<string, AppWorld>.Empty;

    /// <summary>What the proxy has in force.</summary>
    public RoutingState Routing { get; init; } = RoutingState.Empty;

    /// <summary>Docker has told about every container at least once. Before that nothing is decided: what was not seen is not missing.</summary>
    public bool ContainersKnown { get; init; }

    public AppWorld App(string name) => Apps.GetValueOrDefault(name) ?? new AppWorld { App = name };

    public World With(AppWorld app) => this with { Apps = Apps.SetItem(app.App, app) };

    /// <summary>The world as the database remembers it. An app without a row was removed; its deployments are history.</summary>
    public static World Restore(StoredDeployments stored)
    {
        var world = Empty;
        foreach (var (name, row) in stored.Apps)
        {
            var deployments = stored.Deployments.Where(d => d.App == name).ToArray();
            var current = deployments.FirstOrDefault(d => d.Id == row.CurrentDeployment);
            world = world.With(new()
            {
                App = name,
                Current = current,
                LastEnded = deployments.LastOrDefault(d => d.IsTerminal),
                Moving = deployments.FirstOrDefault(d => d.IsMoving),
                Pending = [.. deployments.Where(d => d.Phase == DeploymentPhase.Pending)],
                Finished = [.. deployments.Where(d => d.IsTerminal && d != current).Select(d => d.Id)],
                Intent = row.Intent,
            });
        }

        return world;
    }

    /// <summary>All containers, freshly listed. What the proxy was already serving with counts as ready: it was, before this daemon started.</summary>
    public World Seen(ILookup<string, ObservedContainer> containers)
    {
        var world = this with { ContainersKnown = true };
        foreach (var app in Apps.Keys.Union(containers.Select(g => g.Key)))
            world = world.Seen(app, [.. containers[app]]);
        if (ContainersKnown)
            return world;

        foreach (var container in containers.SelectMany(g => g).Where(c => c.IsRunning && world.Routing.Of(c) is { Draining: false }))
            world = world.Probed(container.App, container.Run, new(Passed: true, "it served before haloyd started"));
        return world;
    }

    /// <summary>One app's containers, freshly listed.</summary>
    public World Seen(string app, ImmutableArray<ObservedContainer> containers)
    {
        var known = App(app);
        var runs = containers.Select(c => c.Run).ToHashSet();
        return containers.IsEmpty && !Apps.ContainsKey(app)
            ? this
            : With(known with { Containers = containers, Probes = known.Probes.RemoveRange(known.Probes.Keys.Where(k => !runs.Contains(k))) });
    }

    /// <summary>A probe's answer. It may come late: an app that was forgotten meanwhile stays so.</summary>
    public World Probed(string app, RunKey run, ProbeResult result) =>
        Apps.TryGetValue(app, out var known) ? With(known with { Probes = known.Probes.SetItem(run, result) }) : this;

    /// <summary>A recorded step.</summary>
    public World Changed(Deployment deployment)
    {
        var app = App(deployment.App);
        if (deployment.IsTerminal)
            app = app with { LastEnded = deployment };
        return With(deployment.Phase switch
        {
            DeploymentPhase.Pending => app with { Pending = app.Pending.Add(deployment), Intent = AppIntent.Run },
            DeploymentPhase.Preparing => app with { Pending = Without(app.Pending, deployment), Moving = deployment, Failure = null, PreparedImage = null },
            DeploymentPhase.Rolling => app with { Moving = deployment, PreparedImage = null },
            DeploymentPhase.Undoing => app with { Moving = deployment, Failure = null },
            DeploymentPhase.Succeeded => app with
            {
                Current = deployment,
                Moving = null,
                Finished = app.Finished
                    .Union(app.Containers.Select(c => c.DeploymentId))
                    .Union(app.Current is null ? [] : [app.Current.Id])
                    .Remove(deployment.Id),
            },
            DeploymentPhase.Failed => app with { Moving = null, Failure = null, Finished = app.Finished.Add(deployment.Id) },
            _ => app with
            {
                Pending = Without(app.Pending, deployment),
                Moving = app.Moving?.Id == deployment.Id ? null : app.Moving,
                Finished = app.Finished.Add(deployment.Id),
            },
        });
    }

    /// <summary>The app, other than <paramref name="app"/>, that holds what <paramref name="claim"/> is for, and what of it.</summary>
    public (string App, string Name)? OwnerOf(RouteClaim claim, string app)
    {
        foreach (var other in Apps.Values.Where(a => a.App != app))
        {
            if (Claims(other).Select(claim.ClashWith).FirstOrDefault(c => c is not null) is { } name)
                return (other.App, name);
        }

        return null;
    }

    /// <summary>The domains an app serves or is about to, newest wish first; hosts that only its routes name are among them.</summary>
    public static IEnumerable<DomainConfig> Domains(AppWorld app) => Wishes(app)
        .SelectMany(w => w.Domains.Concat(w.Routes.Where(r => !string.IsNullOrEmpty(r.Host)).Select(r => new DomainConfig { Domain = r.Host })));

    private static IEnumerable<RouteClaim> Claims(AppWorld app) => Wishes(app).SelectMany(w => RouteClaim.Of(w.Domains, w.Routes));

    private static IEnumerable<(IReadOnlyList<DomainConfig> Domains, IReadOnlyList<RouteConfig> Routes)> Wishes(AppWorld app) =>
        new[] { app.Pending.LastOrDefault(), app.Moving, app.Current }.OfType<Deployment>().Select(d => (d.Target.Domains ?? [], d.Target.Routes ?? []))
            .Concat(app.Current is null ? app.Containers.Where(c => c.IsAlive).Select(c => ((IReadOnlyList<DomainConfig>)c.Domains, (IReadOnlyList<RouteConfig>)c.Routes)) : []);

    private static ImmutableArray<Deployment> Without(ImmutableArray<Deployment> pending, Deployment deployment) => pending.RemoveAll(d => d.Id == deployment.Id);
}
