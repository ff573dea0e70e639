using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Haloy.Core;
using Haloy.Server.ProxySync;

namespace Haloy.Server.Admin;

/// <summary><c>haloyd version [--json]</c>.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print version and required proxy versions as JSON." };
        var command = new Command("version", "Print the version.") { json };
        command.SetAction(result => Console.Out.WriteLine(result.GetValue(json)
            ? JsonSerializer.Serialize(new DaemonVersion(BuildVersion.Current, ProxyRequirements.Generation, ProxyRequirements.SchemaVersion), AdminJson.Default.DaemonVersion)
            : BuildVersion.Current));
        return command;
    }
}

/// <summary>What <c>haloyd version --json</c> prints; upgraders read it (spec/server §1.1).</summary>
internal sealed record DaemonVersion(string Version, int RequiredProxyGeneration, int RequiredProxySchemaVersion);

/// <summary>What <c>haloyd dev</c> writes for the CLI to find it.</summary>
internal sealed record DevDaemon(
    [property: JsonPropertyName("api")] string Api,
    [property: JsonPropertyName("token")] string Token,
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("httpPort")] int HttpPort,
    [property: JsonPropertyName("httpsPort")] int HttpsPort,
    [property: JsonPropertyName("ca")] string Ca);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DaemonVersion))]
[JsonSerializable(typeof(DevDaemon))]
internal sealed partial class AdminJson : JsonSerializerContext;
