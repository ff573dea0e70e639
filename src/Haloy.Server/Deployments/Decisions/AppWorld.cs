using System.Collections.Immutable;
using Haloy.Server.Discovery;
using Haloy.Server.Health;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>Everything known about one app at one moment: the only input of <see cref="Decider"/> besides the clock.</summary>
internal sealed record AppWorld
{
    /// <summary>App name.</summary>
    public required string App { get; init; }

    /// <summary>The newest succeeded deployment, the one that serves.</summary>
    public Deployment? Current { get; init; }

    /// <summary>The one deployment that is moving.</summary>
    public Deployment? Moving { get; init; }

    /// <summary>The newest deployment that ended.</summary>
    public Deployment? LastEnded { get; init; }

    /// <summary>Accepted and waiting, oldest first.</summary>
    public ImmutableArray<Deployment> Pending { get; init; } = [];

    /// <summary>Ids of deployments in a terminal phase that are not <see cref="Current"/>: their containers are no longer needed.</summary>
    public ImmutableHashSet<string> Finished { get; init; } = [];

    /// <summary>What was asked for the app as a whole.</summary>
    public AppIntent Intent { get; init; } = AppIntent.Run;

    /// <summary>All containers of the app, running or not.</summary>
    public ImmutableArray<ObservedContainer> Containers { get; init; } = [];

    /// <summary>Newest probe result of each run.</summary>
    public ImmutableDictionary<RunKey, ProbeResult> Probes { get; init; } = ImmutableDictionary<RunKey, ProbeResult>.Empty;

    /// <summary>What the proxy has in force.</summary>
    public RoutingState Routing { get; init; } = RoutingState.Empty;

    /// <summary>An action of <see cref="Moving"/> that cannot succeed, in words for a person.</summary>
    public string? Failure { get; init; }

    /// <summary>The reference to create containers of <see cref="Moving"/> from, once everything they need is there.</summary>
    public string? PreparedImage { get; init; }

    /// <summary>The volumes made for the app are gone.</summary>
    public bool VolumesRemoved { get; init; }
}

/// <summary>What an operator asked for an app as a whole.</summary>
internal enum AppIntent
{
    /// <summary>Its current deployment runs.</summary>
    Run,

    /// <summary>Its containers are stopped and kept.</summary>
    Stop,

    /// <summary>Its containers are removed.</summary>
    Remove,

    /// <summary>Its containers and the volumes made for it are removed.</summary>
    RemoveWithVolumes,
}
