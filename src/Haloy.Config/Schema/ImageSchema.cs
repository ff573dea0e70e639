using Haloy.Config.Binding;
using Haloy.Config.Targets;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>The blocks of an image (spec/client §1.5–1.8).</summary>
internal static class ImageSchema
{
    private static readonly BlockReader<BuildConfig> Build = new("build", "a block with the build's keys", new BuildConfig(),
    [
        new Key<BuildConfig, string>("context", TextValue.Instance, "Directory of the build, relative to the deploy file.", (b, v) => b with { Context = v }, "."),
        new Key<BuildConfig, string>("dockerfile", TextValue.Instance, "Dockerfile, relative to the context, else to the deploy file.", (b, v) => b with { Dockerfile = v }, "Dockerfile"),
        new Key<BuildConfig, string>("platform", TextValue.Instance, "What to build for.", (b, v) => b with { Platform = v }, "linux/amd64"),
        new Key<BuildConfig, IReadOnlyList<BuildArg>>("args", SourceSchema.BuildArgs, "Build arguments.", (b, v) => b with { Args = v }),
        new Key<BuildConfig, string>("push", TextValue.OneOf(Choices.Pushes), "Upload to the server, or push to the registry.", (b, v) => b with { Push = v }, "registry with a registry block, else server"),
    ]);

    private static readonly BlockReader<ImageHistory> History = new("history", "a block with the history's keys", new ImageHistory(),
    [
        new Key<ImageHistory, string>("strategy", TextValue.OneOf(Choices.HistoryStrategies), "`local` keeps images on the server, `registry` pulls old tags again, `none` keeps nothing.", (h, v) => h with { Strategy = v }, "local"),
        new Key<ImageHistory, int>("count", new IntegerValue(Limits.HistoryCount), "How many deployments; required for `registry`.", (h, v) => h with { Count = v }, "6 for local"),
        new Key<ImageHistory, string>("pattern", TextValue.Instance, "Tags that count, such as `v*`; required for `registry`, which also needs a tag that is a version.", (h, v) => h with { Pattern = v }),
    ]);

    private static readonly BlockReader<RegistryConfig> Registry = new("registry", "a block with the registry's keys", new RegistryConfig(),
    [
        new Key<RegistryConfig, string>("server", TextValue.Instance, "Host of the registry.", (r, v) => r with { Server = v }, "the repository's"),
        new Key<RegistryConfig, ValueSource>("username", SourceSchema.Value, "User name.", (r, v) => r with { Username = v }, required: true),
        new Key<RegistryConfig, ValueSource>("password", SourceSchema.Value, "Password or token.", (r, v) => r with { Password = v }, required: true),
    ]);

    public static BlockReader<ImageConfig> Block { get; } = new("image", "an image name or a block with the image's keys", new ImageConfig(),
    [
        new Key<ImageConfig, string>("repository", TextValue.Instance, "Repository, optionally with registry and tag.", (i, v) => i with { Repository = v }, "the app's name"),
        new Key<ImageConfig, string>("tag", TextValue.Instance, "Tag; not together with one in `repository`.", (i, v) => i with { Tag = v }, "latest"),
        new Key<ImageConfig, string>("pull_policy", TextValue.OneOf(Choices.PullPolicies), "When the server pulls the image.", (i, v) => i with { PullPolicy = v }, "always"),
        new Key<ImageConfig, ImageHistory>("history", History, "What stays available for rollback.", (i, v) => i with { History = v }, "the last 6 on the server"),
        new Key<ImageConfig, RegistryConfig>("registry", Registry, "Credentials of the registry.", (i, v) => i with { Registry = v }),
        new Key<ImageConfig, bool>("build", BooleanValue.Instance, "Whether to build here.", (i, v) => i with { Build = v }, "true with build_config or without repository"),
        new Key<ImageConfig, BuildConfig>("build_config", Build, "How to build.", (i, v) => i with { BuildConfig = TargetMerger.MergeBuild(i.BuildConfig, v) }, alias: "builder"),
    ]);
}
