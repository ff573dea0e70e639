using System.Text.Json.Serialization;

namespace Haloy.Contracts.Api;

/// <summary>Body of <c>POST /v1/deploy</c>.</summary>
public sealed record DeployRequest
{
    /// <summary>Chosen by the client, opaque, unique.</summary>
    [JsonPropertyName("deploymentID")]
    public string? DeploymentId { get; init; }

    /// <summary>Fully resolved target.</summary>
    public TargetConfig? TargetConfig { get; init; }

    /// <summary>The same target with references instead of values, kept for rollback.</summary>
    public DeployConfig? RollbackDeployConfig { get; init; }
}

/// <summary>Body of <c>POST /v1/rollback</c>.</summary>
public sealed record RollbackRequest
{
    /// <summary>The deployment to return to.</summary>
    [JsonPropertyName("targetDeploymentID")]
    public string? TargetDeploymentId { get; init; }

    /// <summary>Id of the deployment this creates.</summary>
    [JsonPropertyName("newDeploymentID")]
    public string? NewDeploymentId { get; init; }

    /// <summary>Fully resolved target with the retained image.</summary>
    public TargetConfig? NewTargetConfig { get; init; }
}

/// <summary>Answer of <c>GET /v1/rollback/{app}</c>; member names are capitalised on the wire as in the original.</summary>
public sealed record RollbackTargetsResponse
{
    /// <summary>Newest first; the original sends null for none.</summary>
    public IReadOnlyList<RollbackTarget>? Targets { get; init; }
}

/// <summary>A deployment that can be returned to.</summary>
public sealed record RollbackTarget
{
    /// <summary>Deployment id.</summary>
    [JsonPropertyName("DeploymentID")]
    public string DeploymentId { get; init; } = "";

    /// <summary>Always empty in the original.</summary>
    [JsonPropertyName("ImageID")]
    public string ImageId { get; init; } = "";

    /// <summary>Image reference that will run.</summary>
    [JsonPropertyName("ImageRef")]
    public string ImageRef { get; init; } = "";

    /// <summary>Stored configuration, its image replaced by the retained one.</summary>
    [JsonPropertyName("RawDeployConfig")]
    public DeployConfig? RawDeployConfig { get; init; }
}

/// <summary>Answer of <c>GET /v1/status/{app}</c>.</summary>
public sealed record StatusResponse
{
    /// <summary><c>running</c>, <c>restarting</c>, <c>paused</c>, <c>exited</c>, <c>created</c>, <c>dead</c> or <c>unknown</c>.</summary>
    public string State { get; init; } = "unknown";

    /// <summary>Id of the current deployment.</summary>
    public string DeploymentId { get; init; } = "";

    /// <summary>Full container ids.</summary>
    public IReadOnlyList<string>? ContainerIds { get; init; }

    /// <summary>Domains, each once.</summary>
    public IReadOnlyList<DomainConfig>? Domains { get; init; }

    /// <summary>Ours: each container with its health.</summary>
    public IReadOnlyList<ContainerStatus>? Containers { get; init; }

    /// <summary>Ours: the newest deployment when it is not the current one: still moving, or failed.</summary>
    public DeploymentStatus? LastDeployment { get; init; }

    /// <summary>Ours: what is not as the app's configuration says; absent when all is.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>One container of an app.</summary>
/// <param name="Id">Full container id.</param>
/// <param name="Name">Container name.</param>
/// <param name="DeploymentId">The deployment it belongs to.</param>
/// <param name="State">Docker's state word.</param>
/// <param name="Health"><c>healthy</c>, <c>unhealthy</c>, <c>starting</c> or <c>stopped</c>.</param>
/// <param name="Detail">Why it is not healthy.</param>
/// <param name="InRotation">Whether the proxy sends it new requests.</param>
public sealed record ContainerStatus(string Id, string Name, string DeploymentId, string State, string Health, string? Detail, bool InRotation);

/// <summary>One deployment.</summary>
/// <param name="Id">Deployment id.</param>
/// <param name="State"><c>pending</c>, <c>preparing</c>, <c>rolling</c>, <c>undoing</c>, <c>succeeded</c>, <c>failed</c>, <c>superseded</c> or <c>cancelled</c>.</param>
/// <param name="Reason">Why it failed or was superseded.</param>
public sealed record DeploymentStatus(string Id, string State, string? Reason);

/// <summary>Answer of <c>GET /health</c>.</summary>
/// <param name="Status"><c>ok</c>.</param>
/// <param name="Service"><c>haloyd</c>.</param>
public sealed record HealthResponse(string Status, string Service);

/// <summary>Answer of <c>GET /v1/version</c>; names as in the original.</summary>
public sealed record VersionResponse
{
    /// <summary>Daemon version.</summary>
    [JsonPropertyName("haloyd")]
    public string Haloyd { get; init; } = "";

    /// <summary>Proxy version; absent when the proxy does not answer.</summary>
    [JsonPropertyName("haloy_proxy")]
    public string? HaloyProxy { get; init; }

    /// <summary>Proxy generation.</summary>
    [JsonPropertyName("haloy_proxy_generation")]
    public int? HaloyProxyGeneration { get; init; }

    /// <summary>Lowest generation this daemon works with.</summary>
    [JsonPropertyName("haloy_proxy_required_generation")]
    public int HaloyProxyRequiredGeneration { get; init; }

    /// <summary>Snapshot schema the proxy reads.</summary>
    [JsonPropertyName("haloy_proxy_schema_version")]
    public int? HaloyProxySchemaVersion { get; init; }

    /// <summary>Snapshot schema this daemon writes.</summary>
    [JsonPropertyName("haloy_proxy_required_schema_version")]
    public int HaloyProxyRequiredSchemaVersion { get; init; }

    /// <summary>Whether both are high enough.</summary>
    [JsonPropertyName("haloy_proxy_compatible")]
    public bool? HaloyProxyCompatible { get; init; }

    /// <summary>Hash of the routing table in force.</summary>
    [JsonPropertyName("haloy_proxy_config_hash")]
    public string? HaloyProxyConfigHash { get; init; }

    /// <summary>Features beyond the original's first API.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }
}

/// <summary>Answer of <c>POST /v1/images/upload</c>.</summary>
/// <param name="Success">Always true on a success status.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record UploadResponse(bool Success, string Message);
