using System.Text.Json.Serialization;

namespace Haloy.Contracts.Logs;

/// <summary>One event of a deployment's or the server's log stream (spec/server §3.5), sent as <c>data: &lt;JSON&gt;</c>.</summary>
public sealed record LogEntry
{
    /// <summary><c>DEBUG</c>, <c>INFO</c>, <c>WARN</c> or <c>ERROR</c>.</summary>
    public string Level { get; init; } = "INFO";

    /// <summary>A sentence for a person.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Deployment it belongs to.</summary>
    [JsonPropertyName("deploymentID")]
    public string? DeploymentId { get; init; }

    /// <summary>App it belongs to.</summary>
    public string? AppName { get; init; }

    /// <summary>Canonical domains, on the final success entry.</summary>
    public IReadOnlyList<string>? Domains { get; init; }

    /// <summary>Details; error text under <c>error</c>, container output under <c>logs</c>.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>The last entry of the stream.</summary>
    public bool IsDeploymentComplete { get; init; }

    /// <summary>The deployment failed.</summary>
    public bool IsDeploymentFailed { get; init; }

    /// <summary>The deployment succeeded.</summary>
    public bool IsDeploymentSuccess { get; init; }

    /// <summary>The daemon finished starting.</summary>
    public bool IsHaloydInitComplete { get; init; }
}

/// <summary>One line of an app's container output.</summary>
/// <param name="ContainerId">Full container id.</param>
/// <param name="Line">The line without its end.</param>
public sealed record AppLogLine(string ContainerId, string Line);

/// <summary>Generated serializers of the log streams; false and null members are left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(AppLogLine))]
public sealed partial class LogJson : JsonSerializerContext;
