using System.Collections.Immutable;
using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;

namespace Haloy.Server.Discovery;

/// <summary>A container of ours as Docker showed it at one moment.</summary>
internal sealed record ObservedContainer
{
    /// <summary>Full container id.</summary>
    public required string Id { get; init; }

    /// <summary>Name without the leading slash.</summary>
    public required string Name { get; init; }

    /// <summary>App it belongs to.</summary>
    public required string App { get; init; }

    /// <summary>Deployment it belongs to.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>1-based replica number; 0 when it carries none (started by hand or by the original).</summary>
    public int Replica { get; init; }

    /// <summary>Docker's state word: <c>created</c>, <c>running</c>, <c>restarting</c>, <c>paused</c>, <c>exited</c>, <c>dead</c>, <c>removing</c>.</summary>
    public required string State { get; init; }

    /// <summary>Exit code of the last run.</summary>
    public int ExitCode { get; init; }

    /// <summary>The kernel killed it for lack of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Docker starts it again when it ends by itself.</summary>
    public bool IsKeptUp { get; init; }

    /// <summary>How often Docker's restart policy has started it again.</summary>
    public int RestartCount { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its current or last run began; null when it never ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its last run ended; null when none did.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Address on the app's network; null while it has none.</summary>
    public string? Address { get; init; }

    /// <summary>Port it serves on.</summary>
    public string Port { get; init; } = TargetDefaults.Port;

    /// <summary>What it speaks there, a word of <see cref="BackendProtocol"/>; <see langword="null"/> for HTTP/1.1.</summary>
    public string? Protocol { get; init; }

    /// <summary>Path of the HTTP probe.</summary>
    public string HealthCheckPath { get; init; } = TargetDefaults.HealthCheckPath;

    /// <summary>How long it must be up before it enters rotation.</summary>
    public TimeSpan MinReady { get; init; }

    /// <summary>Health of the image's own HEALTHCHECK: <c>starting</c>, <c>healthy</c>, <c>unhealthy</c>; null without one.</summary>
    public string? DockerHealth { get; init; }

    /// <summary>Output of the last run of that HEALTHCHECK.</summary>
    public string? DockerHealthOutput { get; init; }

    /// <summary>Domains it asks to be routed for.</summary>
    public ImmutableArray<DomainConfig> Domains { get; init; } = [];

    /// <summary>Whether its domains are served without TLS.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>Path prefixes it asks to be routed for, instead of everything on its domains.</summary>
    public ImmutableArray<RouteConfig> Routes { get; init; } = [];

    /// <summary>What else holds for its requests.</summary>
    public SnapshotPolicy? Policy { get; init; }

    /// <summary>Whether visitors may reach it.</summary>
    public bool IsPublic => !Domains.IsEmpty || !Routes.IsEmpty;

    /// <summary>Whether its process runs.</summary>
    public bool IsRunning => State is "running" or "paused";

    /// <summary>Whether a process of it may run now or in a moment.</summary>
    public bool IsAlive => IsRunning || State == "restarting";

    /// <summary>One run of the container: what was learned about an earlier run says nothing about this one.</summary>
    public RunKey Run => new(Id, StartedAt);
}

/// <summary>One run of a container.</summary>
internal readonly record struct RunKey(string ContainerId, DateTimeOffset? StartedAt);
