using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>The whole deploy file: a target's keys as the base, and the keys of the root alone (spec/client §1.3).</summary>
internal static class FileSchema
{
    public static BlockReader<DeployConfig> Root { get; } = new("a block of keys", new DeployConfig(),
    [
        .. TargetSchema.Keys.Select(k => new InheritedKey<DeployConfig, TargetConfig>(k)),
        new Key<DeployConfig, IReadOnlyDictionary<string, TargetConfig>>("targets",
            new MapReader<TargetConfig>(TargetSchema.Block, "target", new TargetConfig()), (c, v) => c with { Targets = v }),
        new Key<DeployConfig, IReadOnlyDictionary<string, ImageConfig>>("images",
            new MapReader<ImageConfig>(ImageReader.Instance, "image", new ImageConfig()), (c, v) => c with { Images = v }),
        new Key<DeployConfig, SecretProviders>("secret_providers", SecretSchema.Providers, (c, v) => c with { SecretProviders = v }),
        new Key<DeployConfig, IReadOnlyList<string>>("global_pre_deploy", TextList.Commands, (c, v) => c with { GlobalPreDeploy = v }),
        new Key<DeployConfig, IReadOnlyList<string>>("global_post_deploy", TextList.Commands, (c, v) => c with { GlobalPostDeploy = v }),
    ]);
}
