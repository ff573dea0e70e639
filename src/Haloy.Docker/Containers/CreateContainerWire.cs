using System.Globalization;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Containers;

/// <summary><c>POST /containers/create</c>.</summary>
internal sealed record CreateContainerWire
{
    public required string Image { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyList<string>? Cmd { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public string? User { get; init; }

    public string? WorkingDir { get; init; }

    public bool Tty { get; init; }

    public int? StopTimeout { get; init; }

    public HealthcheckWire? Healthcheck { get; init; }

    public Dictionary<string, EmptyWire>? ExposedPorts { get; init; }

    public required HostConfigWire HostConfig { get; init; }

    public NetworkingConfigWire? NetworkingConfig { get; init; }

    public static CreateContainerWire From(ContainerSpec spec) => new()
    {
        Image = spec.Image,
        Env = spec.Env,
        Labels = spec.Labels,
        Cmd = spec.Cmd,
        Entrypoint = spec.Entrypoint,
        User = spec.User,
        WorkingDir = spec.WorkingDir,
        Tty = spec.Tty,
        StopTimeout = spec.StopTimeoutSeconds,
        Healthcheck = spec.Healthcheck is { } check ? HealthcheckWire.From(check) : null,
        ExposedPorts = spec.PortBindings?.Select(binding => binding.ContainerPort).Distinct().ToDictionary(port => port, _ => new EmptyWire()),
        HostConfig = HostConfigWire.From(spec),
        NetworkingConfig = spec.NetworkName is { } network
            ? new(new() { [network] = new EndpointWire(Aliases: spec.NetworkAliases) })
            : null,
    };
}

/// <summary>Body of <c>POST /containers/{id}/update</c>; what is not named stays as it is.</summary>
internal sealed record UpdateContainerWire(RestartPolicyWire RestartPolicy);

/// <summary>Sent on create, and partly read on inspect.</summary>
internal sealed record HostConfigWire
{
    public IReadOnlyList<string>? Binds { get; init; }

    public string? NetworkMode { get; init; }

    public RestartPolicyWire? RestartPolicy { get; init; }

    public long? Memory { get; init; }

    public long? NanoCpus { get; init; }

    public bool? Init { get; init; }

    public IReadOnlyList<string>? ExtraHosts { get; init; }

    public LogConfigWire? LogConfig { get; init; }

    public Dictionary<string, List<PortBindingWire>?>? PortBindings { get; init; }

    public static HostConfigWire From(ContainerSpec spec) => new()
    {
        Binds = spec.Binds,
        NetworkMode = spec.NetworkName,
        RestartPolicy = RestartPolicyWire.From(spec.RestartPolicy),
        Memory = spec.MemoryBytes,
        NanoCpus = spec.NanoCpus,
        Init = spec.Init,
        ExtraHosts = spec.ExtraHosts,
        LogConfig = spec.LogConfig is { } log ? new(log.Driver, log.Options) : null,
        PortBindings = spec.PortBindings?
            .GroupBy(binding => binding.ContainerPort)
            .ToDictionary(port => port.Key, port => (List<PortBindingWire>?)[.. port.Select(PortBindingWire.From)]),
    };
}

internal sealed record LogConfigWire(string? Type, IReadOnlyDictionary<string, string>? Config);

internal sealed record PortBindingWire(string? HostIp, string? HostPort)
{
    public static PortBindingWire From(PortBinding binding) => new(binding.HostIp, binding.HostPort.ToString(CultureInfo.InvariantCulture));
}

internal sealed record NetworkingConfigWire(Dictionary<string, EndpointWire> EndpointsConfig);
