using System.Text.Json.Serialization;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Containers;

/// <summary><c>GET /containers/json</c>.</summary>
internal sealed record ContainerSummaryWire(
    string Id,
    List<string>? Names,
    string? Image,
    [property: JsonPropertyName("ImageID")] string? ImageId,
    Dictionary<string, string>? Labels,
    string? State,
    string? Status,
    long Created)
{
    public ContainerSummary ToSummary() => new(
        Id,
        [.. (Names ?? []).Select(name => name.TrimStart('/'))],
        Image ?? "",
        ImageId ?? "",
        Labels ?? [],
        State ?? "",
        Status ?? "",
        DateTimeOffset.FromUnixTimeSeconds(Created));
}

/// <summary><c>GET /containers/{id}/json</c>.</summary>
internal sealed record ContainerWire(
    string Id,
    string? Name,
    DateTimeOffset Created,
    string? Image,
    ContainerConfigWire? Config,
    ContainerStateWire? State,
    int RestartCount,
    NetworkSettingsWire? NetworkSettings,
    HostConfigWire? HostConfig,
    List<MountWire>? Mounts)
{
    public ContainerDetails ToDetails() => new(
        Id,
        (Name ?? "").TrimStart('/'),
        Created,
        Image ?? "",
        (Config ?? new ContainerConfigWire()).ToConfig(),
        (State ?? new ContainerStateWire()).ToState(),
        RestartCount,
        (NetworkSettings?.Networks ?? []).ToDictionary(network => network.Key, network => network.Value?.IPAddress ?? ""),
        new(HostConfig?.NetworkMode ?? "", HostConfig?.RestartPolicy?.ToPolicy() ?? RestartPolicy.No),
        [.. (Mounts ?? []).Select(mount => mount.ToMount())]);
}

internal sealed record ContainerConfigWire
{
    public string? Image { get; init; }

    public List<string>? Env { get; init; }

    public Dictionary<string, string>? Labels { get; init; }

    public bool Tty { get; init; }

    public Dictionary<string, EmptyWire>? ExposedPorts { get; init; }

    public HealthcheckWire? Healthcheck { get; init; }

    public ContainerConfig ToConfig() =>
        new(Image ?? "", Env ?? [], Labels ?? [], Tty, [.. ExposedPorts?.Keys ?? Enumerable.Empty<string>()], Healthcheck?.IsSet ?? false);
}

/// <summary>Times in nanoseconds; 0 or absent is "as inherited".</summary>
internal sealed record HealthcheckWire(IReadOnlyList<string>? Test, long? Interval, long? Timeout, long? StartPeriod, int? Retries)
{
    [JsonIgnore]
    public bool IsSet => Test is { Count: > 0 } && Test[0] != "NONE";

    public static HealthcheckWire From(HealthcheckSpec spec) =>
        new(spec.Test, Nanoseconds(spec.Interval), Nanoseconds(spec.Timeout), Nanoseconds(spec.StartPeriod), spec.Retries);

    private static long? Nanoseconds(TimeSpan? time) => time?.Ticks * TimeSpan.NanosecondsPerTick;
}

internal sealed record ContainerStateWire
{
    public string? Status { get; init; }

    public bool Running { get; init; }

    public bool Restarting { get; init; }

    public bool Paused { get; init; }

    public int ExitCode { get; init; }

    public string? Error { get; init; }

    [JsonPropertyName("OOMKilled")]
    public bool OomKilled { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public HealthWire? Health { get; init; }

    public ContainerState ToState() => new(
        Status ?? "", Running, Restarting, Paused, ExitCode, Error ?? "", OomKilled, Happened(StartedAt), Happened(FinishedAt), Health?.ToHealth());

    // The engine writes "not yet" as the first of January of the year 1.
    private static DateTimeOffset? Happened(DateTimeOffset? time) => time?.Year > 1 ? time : null;
}

internal sealed record HealthWire(string? Status, int FailingStreak, List<HealthLogWire>? Log)
{
    // "none" is how some engines say that there is no check.
    public ContainerHealth? ToHealth() => Status is null or "" or "none" ? null : new(Status, FailingStreak, Log?.LastOrDefault()?.Output);
}

internal sealed record HealthLogWire(string? Output);

internal sealed record NetworkSettingsWire(Dictionary<string, EndpointWire?>? Networks);

internal sealed record EndpointWire(string? IPAddress = null, IReadOnlyList<string>? Aliases = null);

internal sealed record RestartPolicyWire(string? Name, int MaximumRetryCount)
{
    public static RestartPolicyWire From(RestartPolicy policy) => new(policy.Name, policy.MaximumRetryCount);

    public RestartPolicy ToPolicy() => string.IsNullOrEmpty(Name) ? RestartPolicy.No : new(Name, MaximumRetryCount);
}

internal sealed record MountWire(string? Type, string? Name, string? Source, string? Destination, [property: JsonPropertyName("RW")] bool Writable)
{
    public ContainerMount ToMount() => new(Type ?? "", string.IsNullOrEmpty(Name) ? null : Name, Source ?? "", Destination ?? "", Writable);
}

/// <summary><c>POST /containers/{id}/wait</c>.</summary>
internal sealed record WaitWire(int StatusCode, WaitErrorWire? Error);

internal sealed record WaitErrorWire(string? Message);
