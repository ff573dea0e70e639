namespace Haloy.Contracts.Api;

/// <summary>
/// What one target of a deploy file asks for, on the wire (spec/server §3.4). The fields of the original keep their names;
/// every field may be absent, and the receiver fills in defaults (<see cref="TargetDefaults"/>).
/// </summary>
public record TargetConfig
{
    /// <summary>App name: <c>^[A-Za-z0-9][A-Za-z0-9_-]*$</c>.</summary>
    public string? Name { get; init; }

    /// <summary><c>database</c> or <c>service</c>.</summary>
    public string? Preset { get; init; }

    /// <summary>The image; excludes <see cref="ImageKey"/>.</summary>
    public ImageConfig? Image { get; init; }

    /// <summary>Name of an entry in the file's <c>images</c>; never set on a resolved target.</summary>
    public string? ImageKey { get; init; }

    /// <summary>Host of the server, optionally with port.</summary>
    public string? Server { get; init; }

    /// <summary>Token for <see cref="Server"/>; not sent to the server by our CLI.</summary>
    public ValueSource? ApiToken { get; init; }

    /// <summary><c>rolling</c> (default) or <c>replace</c>.</summary>
    public string? DeploymentStrategy { get; init; }

    /// <summary><c>dynamic</c> (default) or <c>static</c>.</summary>
    public string? NamingStrategy { get; init; }

    /// <summary>Left out of <c>deploy --all</c>.</summary>
    public bool? Protected { get; init; }

    /// <summary>Domains with their aliases; none = no public route.</summary>
    public IReadOnlyList<DomainConfig>? Domains { get; init; }

    /// <summary>Environment of the containers.</summary>
    public IReadOnlyList<EnvVar>? Env { get; init; }

    /// <summary>Path of the readiness probe, default <c>/</c>.</summary>
    public string? HealthCheckPath { get; init; }

    /// <summary>0 to 600 seconds.</summary>
    public int? MinReadySeconds { get; init; }

    /// <summary>Container port as text, 1 to 65535, default <c>8080</c>.</summary>
    public string? Port { get; init; }

    /// <summary>Ours: what the app speaks on its port, a word of <see cref="BackendProtocol"/>; default <c>http1</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>At least 1, default 1.</summary>
    public int? Replicas { get; init; }

    /// <summary><c>source:/target[:options]</c> each.</summary>
    public IReadOnlyList<string>? Volumes { get; init; }

    /// <summary>Docker network instead of <c>haloy</c>.</summary>
    public string? Network { get; init; }

    /// <summary>Commands run by the CLI before the deploy.</summary>
    public IReadOnlyList<string>? PreDeploy { get; init; }

    /// <summary>Commands run by the CLI after the deploy.</summary>
    public IReadOnlyList<string>? PostDeploy { get; init; }

    /// <summary>Contact for the certificate authority (RFC 8555 §7.1.2).</summary>
    public string? AcmeEmail { get; init; }

    /// <summary>Ours: <c>auto</c> (default), <c>internal</c>, or <c>off</c> = plain HTTP without redirect.</summary>
    public string? Tls { get; init; }

    /// <summary>Ours: seconds a replica may take until it is ready, default 60.</summary>
    public int? StartTimeoutSeconds { get; init; }

    /// <summary>Ours: seconds requests in flight may take to finish on a retired replica, default 30.</summary>
    public int? DrainTimeoutSeconds { get; init; }

    /// <summary>Ours: seconds between SIGTERM and SIGKILL, default 20.</summary>
    public int? StopTimeoutSeconds { get; init; }

    /// <summary>Ours: limits of each replica.</summary>
    public ResourcesConfig? Resources { get; init; }

    /// <summary>Ours: command instead of the image's, or arguments of the entry point.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Ours: entry point instead of the image's, whose command then does not apply either.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Ours: user as <c>name</c>, <c>uid</c> or either with <c>:group</c>.</summary>
    public string? User { get; init; }

    /// <summary>Ours: whether an init process reaps children and forwards signals.</summary>
    public bool? Init { get; init; }

    /// <summary>Ours: entries of the hosts file, <c>name:address</c> each; <c>host-gateway</c> is the server itself.</summary>
    public IReadOnlyList<string>? ExtraHosts { get; init; }

    /// <summary>Ours: where output goes.</summary>
    public LogDriverConfig? Log { get; init; }

    /// <summary>Ours: how readiness is found out, beyond <see cref="HealthCheckPath"/>.</summary>
    public HealthCheckConfig? HealthCheck { get; init; }

    /// <summary>Ours: command run once in the new image before traffic moves.</summary>
    public IReadOnlyList<string>? ReleaseCommand { get; init; }

    /// <summary>Ours: path prefixes that lead to the app, instead of everything on its domains.</summary>
    public IReadOnlyList<RouteConfig>? Routes { get; init; }

    /// <summary>Ours: own certificate for the domains; excludes <see cref="Tls"/>.</summary>
    public CertificateConfig? TlsCertificate { get; init; }

    /// <summary>Ours: headers set on every answer; an empty value takes a header away.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Ours: who may visit; absent = everybody.</summary>
    public IReadOnlyList<BasicAuthUser>? BasicAuth { get; init; }

    /// <summary>Ours: addresses and networks that may visit; absent = all.</summary>
    public IReadOnlyList<string>? IpAllow { get; init; }

    /// <summary>Ours: longest request body in bytes; absent = no limit.</summary>
    public long? MaxBodyBytes { get; init; }

    /// <summary>Ours: how long the proxy waits for the app.</summary>
    public TimeoutsConfig? Timeouts { get; init; }

    /// <summary>Ours: how requests are shared out among the replicas.</summary>
    public LoadBalancingConfig? LoadBalancing { get; init; }

    /// <summary>Ours: whether the proxy compresses answers.</summary>
    public bool? Compression { get; init; }

    /// <summary>Ours: pages in place of the proxy's, by the keys of <see cref="Policies.ErrorPageRules"/>.</summary>
    public IReadOnlyDictionary<string, ErrorPageConfig>? ErrorPages { get; init; }

    /// <summary>Ours: move traffic in steps.</summary>
    public CanaryConfig? Canary { get; init; }

    /// <summary>Ours: seconds the old version stays ready to take over again.</summary>
    public int? BakeSeconds { get; init; }

    /// <summary>Ours: seconds requests may wait while <c>replace</c> has nothing to serve them.</summary>
    public int? HoldSeconds { get; init; }

    /// <summary>Ours: replicas replaced at a time, default 1.</summary>
    public int? RollingBatch { get; init; }

    /// <summary>Ours: commands run at set times.</summary>
    public IReadOnlyList<ScheduleConfig>? Schedules { get; init; }

    /// <summary>Ours: web hooks told about deployments.</summary>
    public IReadOnlyList<NotifyConfig>? Notify { get; init; }
}

/// <summary>A deploy file as kept for rollback: a target's fields on one level with the file's own (spec/server §3.4). Holds references, never secret values.</summary>
public sealed record DeployConfig : TargetConfig
{
    /// <summary>Named images.</summary>
    public IReadOnlyDictionary<string, ImageConfig>? Images { get; init; }

    /// <summary>Targets by name.</summary>
    public IReadOnlyDictionary<string, TargetConfig>? Targets { get; init; }

    /// <summary>Where secret references are looked up.</summary>
    public SecretProviders? SecretProviders { get; init; }

    /// <summary>Commands run once before everything.</summary>
    public IReadOnlyList<string>? GlobalPreDeploy { get; init; }

    /// <summary>Commands run once after everything.</summary>
    public IReadOnlyList<string>? GlobalPostDeploy { get; init; }
}

/// <summary>A canonical host with the hosts that redirect to it.</summary>
public sealed record DomainConfig
{
    /// <summary>Canonical host.</summary>
    public string? Domain { get; init; }

    /// <summary>Hosts answered with a redirect to <see cref="Domain"/>.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }
}

/// <summary>An environment variable: a literal or a reference.</summary>
public sealed record EnvVar : ValueSource
{
    /// <summary>Variable name.</summary>
    public string? Name { get; init; }

    /// <summary>Also passed to the build.</summary>
    public bool? BuildArg { get; init; }
}

/// <summary>Exactly one of a literal value and a reference.</summary>
public record ValueSource
{
    /// <summary>The value itself.</summary>
    public string? Value { get; init; }

    /// <summary>Where to take the value from.</summary>
    public ValueReference? From { get; init; }
}

/// <summary>Exactly one of an environment variable of the CLI's process and a secret reference.</summary>
public sealed record ValueReference
{
    /// <summary>Environment variable.</summary>
    public string? Env { get; init; }

    /// <summary><c>provider:source:key</c>.</summary>
    public string? Secret { get; init; }
}
