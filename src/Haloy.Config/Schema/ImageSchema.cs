using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>The blocks of an image (spec/client §1.5–1.8).</summary>
internal static class ImageSchema
{
    private static readonly BlockReader<BuildConfig> Build = new("a block with the build's keys", new BuildConfig(),
    [
        new Key<BuildConfig, string>("context", TextValue.Instance, (b, v) => b with { Context = v }),
        new Key<BuildConfig, string>("dockerfile", TextValue.Instance, (b, v) => b with { Dockerfile = v }),
        new Key<BuildConfig, string>("platform", TextValue.Instance, (b, v) => b with { Platform = v }),
        new Key<BuildConfig, IReadOnlyList<BuildArg>>("args", SourceSchema.BuildArgs, (b, v) => b with { Args = v }),
        new Key<BuildConfig, string>("push", TextValue.Instance, (b, v) => b with { Push = v }),
    ]);

    private static readonly BlockReader<ImageHistory> History = new("a block with the history's keys", new ImageHistory(),
    [
        new Key<ImageHistory, string>("strategy", TextValue.Instance, (h, v) => h with { Strategy = v }),
        new Key<ImageHistory, int>("count", IntegerValue.Instance, (h, v) => h with { Count = v }),
        new Key<ImageHistory, string>("pattern", TextValue.Instance, (h, v) => h with { Pattern = v }),
    ]);

    private static readonly BlockReader<RegistryConfig> Registry = new("a block with the registry's keys", new RegistryConfig(),
    [
        new Key<RegistryConfig, string>("server", TextValue.Instance, (r, v) => r with { Server = v }),
        new Key<RegistryConfig, ValueSource>("username", SourceSchema.Value, (r, v) => r with { Username = v }),
        new Key<RegistryConfig, ValueSource>("password", SourceSchema.Value, (r, v) => r with { Password = v }),
    ]);

    public static BlockReader<ImageConfig> Block { get; } = new("an image name or a block with the image's keys", new ImageConfig(),
    [
        new Key<ImageConfig, string>("repository", TextValue.Instance, (i, v) => i with { Repository = v }),
        new Key<ImageConfig, string>("tag", TextValue.Instance, (i, v) => i with { Tag = v }),
        new Key<ImageConfig, string>("pull_policy", TextValue.Instance, (i, v) => i with { PullPolicy = v }),
        new Key<ImageConfig, ImageHistory>("history", History, (i, v) => i with { History = v }),
        new Key<ImageConfig, RegistryConfig>("registry", Registry, (i, v) => i with { Registry = v }),
        new Key<ImageConfig, bool>("build", BooleanValue.Instance, (i, v) => i with { Build = v }),
        new Key<ImageConfig, BuildConfig>("build_config", Build, (i, v) => i with { BuildConfig = v }, alias: "builder"),
    ]);
}

/// <summary>An image: its block, or only its name.</summary>
internal sealed class ImageReader : ValueReader<ImageConfig>, IKeyed
{
    public static readonly ImageReader Instance = new();

    public override string Wanted => ImageSchema.Block.Wanted;

    public IEnumerable<string> Paths => ImageSchema.Block.Paths;

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out ImageConfig value)
    {
        // A bare number or boolean is never an image's name, unlike other text.
        if (node is not ScalarNode { Kind: ScalarKind.Text } scalar)
            return ImageSchema.Block.TryRead(node, at, context, out value);
        context.Places.Add(new KeyPath(at.Key("repository").Canonical, at.Written), scalar.Line, scalar.Column);
        value = new ImageConfig { Repository = scalar.Text };
        return true;
    }
}
