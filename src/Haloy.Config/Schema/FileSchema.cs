using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>The whole deploy file: a target's keys as the base, and the keys of the root alone (spec/client §1.3).</summary>
internal static class FileSchema
{
    /// <summary>The keys that only the root has.</summary>
    public static IReadOnlyList<Key<DeployConfig>> RootKeys { get; } =
    [
        new Key<DeployConfig, IReadOnlyDictionary<string, TargetConfig>>("targets",
            new MapReader<TargetConfig>(TargetSchema.Block, "target", new TargetConfig()),
            "Several deployments, each with the keys above, which win over the root's.", (c, v) => c with { Targets = v }, "one deployment"),
        new Key<DeployConfig, IReadOnlyDictionary<string, ImageConfig>>("images",
            new MapReader<ImageConfig>(ImageReader.Instance, "image", new ImageConfig()),
            "Named images for `image_key`.", (c, v) => c with { Images = v }),
        new Key<DeployConfig, SecretProviders>("secret_providers", SecretSchema.Providers,
            "Sources for `from: {secret: …}`.", (c, v) => c with { SecretProviders = v }),
        new Key<DeployConfig, IReadOnlyList<string>>("global_pre_deploy", TextList.Commands,
            "Shell commands run here once, before anything is built.", (c, v) => c with { GlobalPreDeploy = v }),
        new Key<DeployConfig, IReadOnlyList<string>>("global_post_deploy", TextList.Commands,
            "Shell commands run here once, after all targets.", (c, v) => c with { GlobalPostDeploy = v }),
    ];

    public static BlockReader<DeployConfig> Root { get; } = new("file", "a block of keys", new DeployConfig(),
    [
        .. TargetSchema.Keys.Select(k => new InheritedKey<DeployConfig, TargetConfig>(k)),
        .. RootKeys,
    ],
    ForeignKeys.Find);
}
