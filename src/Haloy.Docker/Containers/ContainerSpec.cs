namespace Haloy.Docker.Containers;

/// <summary>What to create a container from. What is <see langword="null"/> is left to the image or the engine.</summary>
public sealed record ContainerSpec
{
    /// <summary>Image reference or id; it must be on the engine.</summary>
    public required string Image { get; init; }

    /// <summary>Variables as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Command, or arguments when there is an entry point.</summary>
    public IReadOnlyList<string>? Cmd { get; init; }

    /// <summary>Entry point.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>User as <c>name</c>, <c>uid</c> or <c>uid:gid</c>.</summary>
    public string? User { get; init; }

    /// <summary>Working directory inside.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Mounts as <c>/host/path:/inside[:ro]</c> or <c>volume:/inside[:ro]</c>.</summary>
    public IReadOnlyList<string> Binds { get; init; } = [];

    /// <summary>Network to join; the engine's default bridge when <see langword="null"/>.</summary>
    public string? NetworkName { get; init; }

    /// <summary>Further names on <see cref="NetworkName"/>.</summary>
    public IReadOnlyList<string> NetworkAliases { get; init; } = [];

    /// <summary>What follows when it ends.</summary>
    public RestartPolicy RestartPolicy { get; init; } = RestartPolicy.No;

    /// <summary>Seconds between the stop signal and the kill when a stop names none.</summary>
    public int? StopTimeoutSeconds { get; init; }

    /// <summary>Docker's own health check, replacing the image's.</summary>
    public HealthcheckSpec? Healthcheck { get; init; }

    /// <summary>Memory limit in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Processor limit in billionths of a core.</summary>
    public long? NanoCpus { get; init; }

    /// <summary>Whether an init process reaps children and forwards signals.</summary>
    public bool? Init { get; init; }

    /// <summary>Entries for the hosts file as <c>name:address</c>.</summary>
    public IReadOnlyList<string>? ExtraHosts { get; init; }

    /// <summary>Log driver and its options.</summary>
    public LogConfig? LogConfig { get; init; }

    /// <summary>Ports published on the host.</summary>
    public IReadOnlyList<PortBinding>? PortBindings { get; init; }
}

/// <summary>What the engine does when a container ends.</summary>
/// <param name="Name">no, always, unless-stopped or on-failure.</param>
/// <param name="MaximumRetryCount">Attempts for on-failure; 0 is without limit.</param>
public sealed record RestartPolicy(string Name, int MaximumRetryCount = 0)
{
    /// <summary>Stays ended.</summary>
    public static RestartPolicy No { get; } = new("no");

    /// <summary>Started again, and at engine start, unless somebody stopped it.</summary>
    public static RestartPolicy UnlessStopped { get; } = new("unless-stopped");
}

/// <summary>A health check the engine runs inside the container.</summary>
/// <param name="Test"><c>CMD</c> and arguments, <c>CMD-SHELL</c> and a line, or <c>NONE</c>.</param>
/// <param name="Interval">Between checks, at least 1 ms.</param>
/// <param name="Timeout">For one check, at least 1 ms.</param>
/// <param name="StartPeriod">In which failures do not count.</param>
/// <param name="Retries">Failures in a row that mean unhealthy.</param>
public sealed record HealthcheckSpec(
    IReadOnlyList<string> Test,
    TimeSpan? Interval = null,
    TimeSpan? Timeout = null,
    TimeSpan? StartPeriod = null,
    int? Retries = null);

/// <summary>Where output goes.</summary>
/// <param name="Driver">json-file, local, journald …</param>
/// <param name="Options">Such as <c>max-size</c>.</param>
public sealed record LogConfig(string Driver, IReadOnlyDictionary<string, string> Options);

/// <summary>A port published on the host.</summary>
/// <param name="ContainerPort">Port inside, as <c>8080/tcp</c>.</param>
/// <param name="HostPort">Port outside; 0 lets the engine choose.</param>
/// <param name="HostIp">Address to bind; loopback unless said otherwise.</param>
public sealed record PortBinding(string ContainerPort, int HostPort, string HostIp = "127.0.0.1");
