using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>The whole deploy file: a target's keys as the base, and the keys of the root alone (spec/client §1.3).</summary>
internal static class FileSchema
{
    private static readonly BlockReader<OnePasswordSource> OnePassword = new("a block with 'vault' and 'item'", new OnePasswordSource(null, null, null),
    [
        new Key<OnePasswordSource, string>("vault", TextValue.Instance, (s, v) => s with { Vault = v }),
        new Key<OnePasswordSource, string>("item", TextValue.Instance, (s, v) => s with { Item = v }),
        new Key<OnePasswordSource, string>("account", TextValue.Instance, (s, v) => s with { Account = v }),
    ]);

    private static readonly BlockReader<SopsSource> Sops = new("a block with 'file'", new SopsSource(null, null),
    [
        new Key<SopsSource, string>("file", TextValue.Instance, (s, v) => s with { File = v }),
        new Key<SopsSource, string>("format", TextValue.Instance, (s, v) => s with { Format = v }),
    ]);

    private static readonly BlockReader<SecretProviders> Providers = new("a block with one key per provider", new SecretProviders(),
    [
        new Key<SecretProviders, IReadOnlyDictionary<string, OnePasswordSource>>("onepassword",
            new MapReader<OnePasswordSource>(OnePassword, "1Password source", new OnePasswordSource(null, null, null)), (p, v) => p with { Onepassword = v }),
        new Key<SecretProviders, IReadOnlyDictionary<string, SopsSource>>("sops",
            new MapReader<SopsSource>(Sops, "SOPS source", new SopsSource(null, null)), (p, v) => p with { Sops = v }),
    ]);

    public static BlockReader<DeployConfig> Root { get; } = new("a block of keys", new DeployConfig(),
    [
        .. TargetSchema.Keys.Select(k => new InheritedKey<DeployConfig, TargetConfig>(k)),
        new Key<DeployConfig, IReadOnlyDictionary<string, TargetConfig>>("targets",
            new MapReader<TargetConfig>(TargetSchema.Block, "target", new TargetConfig()), (c, v) => c with { Targets = v }),
        new Key<DeployConfig, IReadOnlyDictionary<string, ImageConfig>>("images",
            new MapReader<ImageConfig>(ImageReader.Instance, "image", new ImageConfig()), (c, v) => c with { Images = v }),
        new Key<DeployConfig, SecretProviders>("secret_providers", Providers, (c, v) => c with { SecretProviders = v }),
        new Key<DeployConfig, IReadOnlyList<string>>("global_pre_deploy", TextList.Commands, (c, v) => c with { GlobalPreDeploy = v }),
        new Key<DeployConfig, IReadOnlyList<string>>("global_post_deploy", TextList.Commands, (c, v) => c with { GlobalPostDeploy = v }),
    ]);
}
