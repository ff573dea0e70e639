using System.Text.Json.Serialization;

namespace Haloy.Contracts.Policies;

/// <summary>Generated serializers of what stands in labels as well as in snapshots: snake_case, nulls left out, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SnapshotPolicy))]
public sealed partial class PolicyJson : JsonSerializerContext;
