using System.Collections.Immutable;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Server.Discovery;
using Haloy.Server.Health;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>What follows from an <see cref="AppWorld"/>.</summary>
internal sealed record Decision
{
    /// <summary>Steps to record before anything else; the decision is then made anew.</summary>
    public ImmutableArray<PhaseChange> Changes { get; init; } = [];

    /// <summary>Work to begin unless it is under way.</summary>
    public ImmutableArray<AppAction> Actions { get; init; } = [];

    /// <summary>The app's part of the routing table.</summary>
    public ImmutableArray<AppRoute> Routes { get; init; } = [];

    /// <summary>Containers to probe until they pass.</summary>
    public ImmutableArray<ProbeTarget> Probes { get; init; } = [];

    /// <summary>When to decide again though nothing was heard.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Nothing of the app is left: its name and domains are free.</summary>
    public bool Forget { get; init; }
}

/// <summary>A deployment's next step.</summary>
/// <param name="Deployment">The deployment as it was.</param>
/// <param name="Phase">Its new phase.</param>
/// <param name="Reason">Why, where a person would ask.</param>
/// <param name="ImageRef">The image made ready, when entering <see cref="DeploymentPhase.Rolling"/>.</param>
internal sealed record PhaseChange(Deployment Deployment, DeploymentPhase Phase, string? Reason = null, string? ImageRef = null)
{
    /// <summary>The version before is in service, whole.</summary>
    public bool PreviousServes { get; init; }
}

/// <summary>One domain of an app, or a path on it, with the containers that serve it.</summary>
internal sealed record AppRoute(RouteClaim Claim, bool PlainHttp, bool Stopped, ImmutableArray<AppBackend> Backends)
{
    /// <summary>What else holds for its requests.</summary>
    public SnapshotPolicy? Policy { get; init; }

    /// <summary>
    /// Pages in place of the proxy's. They are in the deployment's row and not in labels, which the engine repeats in every list of containers:
    /// without the database the proxy's own are shown.
    /// </summary>
    public IReadOnlyDictionary<string, ErrorPageConfig>? ErrorPages { get; init; }
}

/// <summary>A container in a route.</summary>
/// <param name="Container">The container.</param>
/// <param name="Draining">It gets no new requests.</param>
internal sealed record AppBackend(ObservedContainer Container, bool Draining);
