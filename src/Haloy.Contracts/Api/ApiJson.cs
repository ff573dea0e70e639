using System.Text.Json;
using System.Text.Json.Serialization;

namespace Haloy.Contracts.Api;

/// <summary>Generated serializers of the REST API: camelCase, nulls left out, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeployRequest))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(RollbackTargetsResponse))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(UploadResponse))]
[JsonSerializable(typeof(TargetConfig))]
[JsonSerializable(typeof(DeployConfig))]
[JsonSerializable(typeof(IReadOnlyList<RouteConfig>))]
public sealed partial class ApiJson : JsonSerializerContext;
