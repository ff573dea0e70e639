using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Lays a target over the file's base, field by field (spec/client §1.17 with §10 row 3). An empty text counts as not given.</summary>
internal static class TargetMerger
{
    /// <summary>The merged target; its image is not chosen yet, see <see cref="MergeImage"/>.</summary>
    public static TargetConfig Merge(TargetConfig root, TargetConfig target) => new()
    {
        Name = Text(target.Name, null),
        Preset = Text(target.Preset, root.Preset),
        Server = Text(target.Server, root.Server),
        ApiToken = target.ApiToken ?? root.ApiToken,
        DeploymentStrategy = Text(target.DeploymentStrategy, root.DeploymentStrategy),
        NamingStrategy = Text(target.NamingStrategy, root.NamingStrategy),
        Protected = target.Protected ?? root.Protected,
        Domains = target.Domains ?? root.Domains,
        HealthCheckPath = Text(target.HealthCheckPath, root.HealthCheckPath),
        MinReadySeconds = target.MinReadySeconds ?? root.MinReadySeconds,
        Port = Text(target.Port, root.Port),
        Replicas = target.Replicas ?? root.Replicas,
        Volumes = target.Volumes ?? root.Volumes,
        Network = Text(target.Network, root.Network),
        PreDeploy = target.PreDeploy ?? root.PreDeploy,
        PostDeploy = target.PostDeploy ?? root.PostDeploy,
        AcmeEmail = Text(target.AcmeEmail, root.AcmeEmail),
        Tls = Text(target.Tls, root.Tls),
        StartTimeoutSeconds = target.StartTimeoutSeconds ?? root.StartTimeoutSeconds,
        DrainTimeoutSeconds = target.DrainTimeoutSeconds ?? root.DrainTimeoutSeconds,
        StopTimeoutSeconds = target.StopTimeoutSeconds ?? root.StopTimeoutSeconds,
    };

    /// <summary>An image over another: its history and registry replace whole blocks, its build block is laid over key by key.</summary>
    public static ImageConfig? MergeImage(ImageConfig? root, ImageConfig? target)
    {
        if (root is null || target is null)
            return target ?? root;
        return new ImageConfig
        {
            Repository = Text(target.Repository, root.Repository),
            Tag = Text(target.Tag, root.Tag),
            PullPolicy = Text(target.PullPolicy, root.PullPolicy),
            History = target.History ?? root.History,
            Registry = target.Registry ?? root.Registry,
            Build = target.Build ?? root.Build,
            BuildConfig = MergeBuild(root.BuildConfig, target.BuildConfig),
        };
    }

    private static BuildConfig? MergeBuild(BuildConfig? root, BuildConfig? target)
    {
        if (root is null || target is null)
            return target ?? root;
        return new BuildConfig
        {
            Context = Text(target.Context, root.Context),
            Dockerfile = Text(target.Dockerfile, root.Dockerfile),
            Platform = Text(target.Platform, root.Platform),
            Args = target.Args ?? root.Args,
            Push = Text(target.Push, root.Push),
        };
    }

    private static string? Text(string? target, string? root) =>
        string.IsNullOrEmpty(target) ? string.IsNullOrEmpty(root) ? null : root : target;
}
