using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Lays a target over the file's base, field by field (spec/client §1.17 with §10 row 3). An empty text counts as not given.</summary>
internal static class TargetMerger
{
    /// <summary>The merged target; its image is not chosen yet, see <see cref="MergeImage"/>.</summary>
    public static TargetConfig Merge(TargetConfig root, TargetConfig target)
    {
        var ownTls = string.IsNullOrEmpty(target.Tls) && target.TlsCertificate is null ? root : target;
        var health = HealthCheckMerger.Merge(root, target);
        return new TargetConfig
        {
            Name = Text(target.Name, null),
            Preset = Text(target.Preset, root.Preset),
            Server = Text(target.Server, root.Server),
            ApiToken = target.ApiToken ?? root.ApiToken,
            DeploymentStrategy = Text(target.DeploymentStrategy, root.DeploymentStrategy),
            NamingStrategy = Text(target.NamingStrategy, root.NamingStrategy),
            Protected = target.Protected ?? root.Protected,
            Domains = target.Domains ?? root.Domains,
            HealthCheckPath = health.HealthCheckPath,
            MinReadySeconds = target.MinReadySeconds ?? root.MinReadySeconds,
            Port = Text(target.Port, root.Port),
            Protocol = Text(target.Protocol, root.Protocol),
            Replicas = target.Replicas ?? root.Replicas,
            Volumes = target.Volumes ?? root.Volumes,
            Network = Text(target.Network, root.Network),
            PreDeploy = target.PreDeploy ?? root.PreDeploy,
            PostDeploy = target.PostDeploy ?? root.PostDeploy,
            AcmeEmail = Text(target.AcmeEmail, root.AcmeEmail),
            Tls = Text(ownTls.Tls, null),
            TlsCertificate = ownTls.TlsCertificate,
            StartTimeoutSeconds = target.StartTimeoutSeconds ?? root.StartTimeoutSeconds,
            DrainTimeoutSeconds = target.DrainTimeoutSeconds ?? root.DrainTimeoutSeconds,
            StopTimeoutSeconds = target.StopTimeoutSeconds ?? root.StopTimeoutSeconds,
            Resources = MergeResources(root.Resources, target.Resources),
            Command = target.Command ?? root.Command,
            Entrypoint = target.Entrypoint ?? root.Entrypoint,
            User = Text(target.User, root.User),
            Init = target.Init ?? root.Init,
            ExtraHosts = target.ExtraHosts ?? root.ExtraHosts,
            Log = target.Log ?? root.Log,
            HealthCheck = health.HealthCheck,
            ReleaseCommand = target.ReleaseCommand ?? root.ReleaseCommand,
            Routes = target.Routes ?? root.Routes,
            Headers = MergeHeaders(root.Headers, target.Headers),
            BasicAuth = target.BasicAuth ?? root.BasicAuth,
            IpAllow = target.IpAllow ?? root.IpAllow,
            MaxBodyBytes = target.MaxBodyBytes ?? root.MaxBodyBytes,
            Timeouts = MergeTimeouts(root.Timeouts, target.Timeouts),
            LoadBalancing = MergeBalancing(root.LoadBalancing, target.LoadBalancing),
            Compression = target.Compression ?? root.Compression,
            ErrorPages = MergePages(root.ErrorPages, target.ErrorPages),
            Canary = target.Canary ?? root.Canary,
            BakeSeconds = target.BakeSeconds ?? root.BakeSeconds,
            HoldSeconds = target.HoldSeconds ?? root.HoldSeconds,
            RollingBatch = target.RollingBatch ?? root.RollingBatch,
            Schedules = target.Schedules ?? root.Schedules,
            Notify = target.Notify ?? root.Notify,
        };
    }

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

    /// <summary>A build block over another, key by key.</summary>
    public static BuildConfig? MergeBuild(BuildConfig? root, BuildConfig? target)
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

    private static ResourcesConfig? MergeResources(ResourcesConfig? root, ResourcesConfig? target) => root is null || target is null
        ? target ?? root
        : new ResourcesConfig { Cpus = target.Cpus ?? root.Cpus, MemoryBytes = target.MemoryBytes ?? root.MemoryBytes };

    private static TimeoutsConfig? MergeTimeouts(TimeoutsConfig? root, TimeoutsConfig? target) => root is null || target is null
        ? target ?? root
        : new TimeoutsConfig
        {
            ConnectSeconds = target.ConnectSeconds ?? root.ConnectSeconds,
            ResponseHeaderSeconds = target.ResponseHeaderSeconds ?? root.ResponseHeaderSeconds,
            IdleSeconds = target.IdleSeconds ?? root.IdleSeconds,
        };

    private static LoadBalancingConfig? MergeBalancing(LoadBalancingConfig? root, LoadBalancingConfig? target) => root is null || target is null
        ? target ?? root
        : new LoadBalancingConfig
        {
            Policy = Text(target.Policy, root.Policy),
            Sticky = target.Sticky ?? root.Sticky,
            // It stands in the same value of the file.
            StickyCookie = target.Sticky is null ? root.StickyCookie : target.StickyCookie,
            SlowStartSeconds = target.SlowStartSeconds ?? root.SlowStartSeconds,
        };

    /// <summary>By name, without case; the target's spelling and value win.</summary>
    private static IReadOnlyDictionary<string, string>? MergeHeaders(IReadOnlyDictionary<string, string>? root, IReadOnlyDictionary<string, string>? target)
    {
        if (root is null || target is null)
            return target ?? root;
        var merged = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in root.Where(r => !target.Keys.Contains(r.Key, StringComparer.OrdinalIgnoreCase)).Concat(target))
            merged.Add(name, value);
        return merged;
    }

    private static IReadOnlyDictionary<string, ErrorPageConfig>? MergePages(
        IReadOnlyDictionary<string, ErrorPageConfig>? root, IReadOnlyDictionary<string, ErrorPageConfig>? target) => root is null || target is null
        ? target ?? root
        : root.Where(r => !target.ContainsKey(r.Key)).Concat(target).ToDictionary();

    private static string? Text(string? target, string? root) =>
        string.IsNullOrEmpty(target) ? string.IsNullOrEmpty(root) ? null : root : target;
}
