using Haloy.Contracts.Api;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Discovery;
using Haloy.Server.Health;

namespace Haloy.Server.Tests.Support;

/// <summary>Values that tests of decisions are made of.</summary>
internal static class A
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static DomainConfig Domain(string name, params string[] aliases) => new() { Domain = name, Aliases = aliases };

    public static RouteClaim Claim(string name, params string[] aliases) => RouteClaim.Of([Domain(name, aliases)], [])[0];

    public static TargetConfig Target(string app = "shop", int replicas = 1) => TargetDefaults.Apply(new()
    {
        Name = app,
        Replicas = replicas,
        Image = new() { Repository = app, Tag = "1", PullPolicy = "never" },
        Domains = [Domain($"{app}.example.com")],
    });

    public static Deployment Deployment(string id, DeploymentPhase phase = DeploymentPhase.Succeeded, int replicas = 1, string app = "shop") =>
        new(1, id, app, phase, Noon, Target(app, replicas), History: null, phase >= DeploymentPhase.Rolling ? $"{app}:{id}" : null, Reason: null, Noon, RolledBackFrom: null);

    public static Deployment With(this Deployment deployment, Func<TargetConfig, TargetConfig> change) => deployment with { Target = change(deployment.Target) };

    /// <summary>A running container of <paramref name="deployment"/>; its address follows from <paramref name="name"/> so that no two share one.</summary>
    public static ObservedContainer Container(Deployment deployment, int replica, string state = "running") => new()
    {
        Id = $"{deployment.Id}-{replica}",
        Name = deployment.ContainerName(replica),
        App = deployment.App,
        DeploymentId = deployment.Id,
        Replica = replica,
        State = state,
        IsKeptUp = true,
        CreatedAt = Noon,
        StartedAt = state == "created" ? null : Noon,
        Address = state is "running" or "paused" ? $"10.{deployment.Id.Sum(c => c) % 250}.{deployment.App.Length}.{replica}" : null,
        Domains = [.. deployment.Target.Domains ?? []],
        PlainHttp = deployment.Target.Tls == "off",
        Routes = [.. deployment.Target.Routes ?? []],
    };

    public static AppWorld App(string app = "shop") => new() { App = app };

    /// <summary>The world with <paramref name="container"/> in it: probed, and known to the proxy as active.</summary>
    public static AppWorld Serving(this AppWorld world, ObservedContainer container, long inFlight = 0) =>
        world.Probed(container).Routed(container, new(container.DeploymentId, Draining: false, Confirmed: true, inFlight, DrainingSince: null));

    /// <summary>The world with <paramref name="container"/> in it, getting no new requests since <paramref name="since"/>.</summary>
    public static AppWorld Draining(this AppWorld world, ObservedContainer container, long inFlight, DateTimeOffset since) =>
        world.Probed(container).Routed(container, new(container.DeploymentId, Draining: true, Confirmed: true, inFlight, since));

    /// <summary>The world with <paramref name="container"/> in it, its probe passed, unknown to the proxy.</summary>
    public static AppWorld Probed(this AppWorld world, ObservedContainer container) =>
        world.Has(container) with { Probes = world.Probes.SetItem(container.Run, new(true, "GET / answered 200")) };

    /// <summary>The world with <paramref name="container"/> in it, not probed.</summary>
    public static AppWorld Has(this AppWorld world, ObservedContainer container) =>
        world with { Containers = world.Containers.RemoveAll(c => c.Id == container.Id).Add(container) };

    public static AppWorld Routed(this AppWorld world, ObservedContainer container, RoutedBackend backend) =>
        world with { Routing = new(world.Routing.Backends.SetItem(RoutingState.Key(container.Address!, container.Port), backend)) };
}
