using System.Text.Json;
using System.Text.Json.Serialization;
using Haloy.Cli.Commands.Deploy;
using Haloy.Cli.Commands.Init;
using Haloy.Cli.Commands.Logs;
using Haloy.Cli.Commands.RollbackTargets;
using Haloy.Cli.Commands.Server;
using Haloy.Cli.Commands.Status;
using Haloy.Cli.Commands.Targets;
using Haloy.Cli.Commands.ValidateConfig;
using Haloy.Cli.Commands.Version;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands;

/// <summary>Generated serializers of everything <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeployEntryOutput))]
[JsonSerializable(typeof(DeployResultOutput))]
[JsonSerializable(typeof(IReadOnlyList<StatusOutput>))]
[JsonSerializable(typeof(IReadOnlyList<RollbackTargetsOutput>))]
[JsonSerializable(typeof(LogLineOutput))]
[JsonSerializable(typeof(ValidConfigOutput))]
[JsonSerializable(typeof(InvalidConfigOutput))]
[JsonSerializable(typeof(IReadOnlyList<TargetOutput>))]
[JsonSerializable(typeof(InitOutput))]
[JsonSerializable(typeof(IReadOnlyList<ServerOutput>))]
[JsonSerializable(typeof(ServerLogOutput))]
[JsonSerializable(typeof(VersionOutput))]
[JsonSerializable(typeof(TargetConfig))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>The serializers as they are used: one line, text readable and not escaped for HTML.</summary>
internal static class JsonLines
{
    public static readonly CliJson Types = new(new JsonSerializerOptions(CliJson.Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
