using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>The keys of a target, which are also allowed at the root as a base for all targets (spec/client §1.4).</summary>
internal static class TargetSchema
{
    /// <summary>In the order of the reference; <c>aliases</c> after <c>domains</c>, because it adds to it.</summary>
    public static IReadOnlyList<Key<TargetConfig>> Keys { get; } =
    [
        Text("name", (t, v) => t with { Name = v }),
        Text("server", (t, v) => t with { Server = v }),
        Of("api_token", SourceSchema.Value, (t, v) => t with { ApiToken = v }),
        Of("image", ImageReader.Instance, (t, v) => t with { Image = v }),
        Text("image_key", (t, v) => t with { ImageKey = v }),
        Text("preset", (t, v) => t with { Preset = v }),
        Of("domains", DomainSchema.List, (t, v) => t with { Domains = v }),
        new TargetAliasesKey(),
        Text("tls", (t, v) => t with { Tls = v }),
        Text("acme_email", (t, v) => t with { AcmeEmail = v }),
        Of("env", SourceSchema.Env, (t, v) => t with { Env = v }),
        Of("port", PortValue.Instance, (t, v) => t with { Port = v }),
        Of("replicas", IntegerValue.Instance, (t, v) => t with { Replicas = v }),
        Text("health_check_path", (t, v) => t with { HealthCheckPath = v }),
        Of("min_ready_seconds", IntegerValue.Instance, (t, v) => t with { MinReadySeconds = v }),
        Of("start_timeout", SecondsValue.Instance, (t, v) => t with { StartTimeoutSeconds = v }),
        Of("drain_timeout", SecondsValue.Instance, (t, v) => t with { DrainTimeoutSeconds = v }),
        Of("stop_timeout", SecondsValue.Instance, (t, v) => t with { StopTimeoutSeconds = v }),
        Text("deployment_strategy", (t, v) => t with { DeploymentStrategy = v }),
        Text("naming_strategy", (t, v) => t with { NamingStrategy = v }),
        Of("protected", BooleanValue.Instance, (t, v) => t with { Protected = v }),
        Of("volumes", TextList.Volumes, (t, v) => t with { Volumes = v }),
        Text("network", (t, v) => t with { Network = v }),
        Of("pre_deploy", TextList.Commands, (t, v) => t with { PreDeploy = v }),
        Of("post_deploy", TextList.Commands, (t, v) => t with { PostDeploy = v }),
    ];

    /// <summary>The body of one target.</summary>
    public static BlockReader<TargetConfig> Block { get; } = new("a block with the target's keys", new TargetConfig(), Keys);

    private static Key<TargetConfig, string> Text(string name, Func<TargetConfig, string, TargetConfig> set) => new(name, TextValue.Instance, set);

    private static Key<TargetConfig, T> Of<T>(string name, ValueReader<T> reader, Func<TargetConfig, T, TargetConfig> set) => new(name, reader, set);
}
