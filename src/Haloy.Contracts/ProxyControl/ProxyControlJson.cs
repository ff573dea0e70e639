using System.Text.Json;
using System.Text.Json.Serialization;

namespace Haloy.Contracts.ProxyControl;

/// <summary>Generated serializers of the control API and the snapshot file: snake_case, defaults left out, unknown fields ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RoutingSnapshot))]
[JsonSerializable(typeof(ProxyStatus))]
[JsonSerializable(typeof(ProxyCounters))]
[JsonSerializable(typeof(AccessLogLine))]
[JsonSerializable(typeof(ConfigAccepted))]
[JsonSerializable(typeof(ConfigRefused))]
[JsonSerializable(typeof(CertificatesReloaded))]
public sealed partial class ProxyControlJson : JsonSerializerContext;
