using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Makes the configuration that the server keeps for rollback: references, never what they stand for.</summary>
internal static class RollbackConfigs
{
    /// <summary>The target on one level with the secret providers; made from the unresolved target, without its API token.</summary>
    public static DeployConfig From(TargetConfig unresolved, SecretProviders? providers) => new()
    {
        Name = unresolved.Name,
        Preset = unresolved.Preset,
        Image = unresolved.Image,
        Server = unresolved.Server,
        DeploymentStrategy = unresolved.DeploymentStrategy,
        NamingStrategy = unresolved.NamingStrategy,
        Protected = unresolved.Protected,
        Domains = unresolved.Domains,
        Env = unresolved.Env,
        HealthCheckPath = unresolved.HealthCheckPath,
        MinReadySeconds = unresolved.MinReadySeconds,
        Port = unresolved.Port,
        Protocol = unresolved.Protocol,
        Replicas = unresolved.Replicas,
        Volumes = unresolved.Volumes,
        Network = unresolved.Network,
        PreDeploy = unresolved.PreDeploy,
        PostDeploy = unresolved.PostDeploy,
        AcmeEmail = unresolved.AcmeEmail,
        Tls = unresolved.Tls,
        StartTimeoutSeconds = unresolved.StartTimeoutSeconds,
        DrainTimeoutSeconds = unresolved.DrainTimeoutSeconds,
        StopTimeoutSeconds = unresolved.StopTimeoutSeconds,
        Resources = unresolved.Resources,
        Command = unresolved.Command,
        Entrypoint = unresolved.Entrypoint,
        User = unresolved.User,
        Init = unresolved.Init,
        ExtraHosts = unresolved.ExtraHosts,
        Log = unresolved.Log,
        HealthCheck = unresolved.HealthCheck,
        ReleaseCommand = unresolved.ReleaseCommand,
        Routes = unresolved.Routes,
        TlsCertificate = unresolved.TlsCertificate,
        Headers = unresolved.Headers,
        BasicAuth = unresolved.BasicAuth,
        IpAllow = unresolved.IpAllow,
        MaxBodyBytes = unresolved.MaxBodyBytes,
        Timeouts = unresolved.Timeouts,
        LoadBalancing = unresolved.LoadBalancing,
        Compression = unresolved.Compression,
        ErrorPages = unresolved.ErrorPages,
        Canary = unresolved.Canary,
        BakeSeconds = unresolved.BakeSeconds,
        HoldSeconds = unresolved.HoldSeconds,
        RollingBatch = unresolved.RollingBatch,
        Schedules = unresolved.Schedules,
        Notify = unresolved.Notify,
        SecretProviders = providers,
    };
}
