using Haloy.Server.Discovery;
using Haloy.Server.Health;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>A container together with what its health and the proxy say of it.</summary>
internal sealed record Member(ObservedContainer Container, ReadinessVerdict Readiness, RoutedBackend? Routed)
{
    public static Member Of(AppWorld world, ObservedContainer container, DateTimeOffset now) => new(
        container,
        Health.Readiness.Of(container, world.Probes.GetValueOrDefault(container.Run), now),
        world.Routing.Of(container));

    /// <summary>Ready, and known to the proxy when it has domains: only then may another container be retired for it.</summary>
    public bool IsServing => Readiness.IsReady && (!Container.IsPublic || Routed is { Draining: false, Confirmed: true });

    /// <summary>No request is on it and none can reach it any more, or waiting for that has taken long enough.</summary>
    public bool IsDrained(TimeSpan timeout, DateTimeOffset now) =>
        Routed is null || (Routed.Draining && (Routed.InFlight == 0 || now >= DrainDeadline(timeout)));

    /// <summary>When waiting for requests in flight ends.</summary>
    public DateTimeOffset? DrainDeadline(TimeSpan timeout) => Routed?.DrainingSince + timeout;
}
