using Haloy.Config.Binding;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>The keys of a target, which are also allowed at the root as a base for all targets (spec/client §1.4).</summary>
internal static class TargetSchema
{
    private static readonly IReadOnlyList<Key<TargetConfig>> App =
    [
        new Key<TargetConfig, string>("name", TextValue.Instance, "App name: letters, digits, `-`, `_`. Required in a file without targets; at the root of a file with targets it is ignored.", (t, v) => t with { Name = v }, "the target's key"),
        new Key<TargetConfig, string>("server", TextValue.Instance, "Host of the haloyd to deploy to, optionally with scheme or port.", (t, v) => t with { Server = v }, "the only server known, else localhost"),
        new Key<TargetConfig, ValueSource>("api_token", SourceSchema.Value, "Token for that server; never stored on it.", (t, v) => t with { ApiToken = v }, "what haloy server add stored, else HALOY_API_TOKEN"),
        new Key<TargetConfig, string>("preset", TextValue.OneOf(Choices.Presets), "Defaults for apps that keep data: replaced instead of rolled, with a fixed name, protected.", (t, v) => t with { Preset = v }),
        new Key<TargetConfig, ImageConfig>("image", ImageReader.Instance, "The image; text is its repository.", (t, v) => t with { Image = v }, "built from the Dockerfile here"),
        new Key<TargetConfig, string>("image_key", TextValue.Instance, "Use this entry of `images` instead of `image`.", (t, v) => t with { ImageKey = v }),
        new Key<TargetConfig, IReadOnlyList<EnvVar>>("env", SourceSchema.Env, "Environment variables.", (t, v) => t with { Env = v }),
        new Key<TargetConfig, string>("port", PortValue.Instance, "Port the app listens on in its container.", (t, v) => t with { Port = v }, "8080"),
        new Key<TargetConfig, string>("protocol", TextValue.OneOf(Choices.Protocols), "What the app speaks there: `http1`, or `h2c` for HTTP/2 without TLS, as gRPC servers do.", (t, v) => t with { Protocol = v }, "http1"),
        new Key<TargetConfig, int>("replicas", new IntegerValue(Limits.Replicas), "Containers to run.", (t, v) => t with { Replicas = v }, "1"),
    ];

    /// <summary>By subject, in the order of the reference.</summary>
    public static IReadOnlyList<(string Subject, IReadOnlyList<Key<TargetConfig>> Keys)> Groups { get; } =
    [
        ("app", App),
        ("routing", RoutingSchema.Keys),
        ("health", HealthSchema.Keys),
        ("container", ContainerSchema.Keys),
        ("rollout", RolloutSchema.Keys),
        ("jobs", JobSchema.Keys),
    ];

    public static IReadOnlyList<Key<TargetConfig>> Keys { get; } = [.. Groups.SelectMany(g => g.Keys)];

    /// <summary>The body of one target.</summary>
    public static BlockReader<TargetConfig> Block { get; } = new("target", "a block with the target's keys", new TargetConfig(), Keys, ForeignKeys.Find);
}
