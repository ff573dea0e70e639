namespace Haloy.Contracts.Api;

/// <summary>Defaults that both sides apply, so that a sparse request means the same everywhere (spec/client §1.4).</summary>
public static class TargetDefaults
{
    /// <summary>The network every app joins unless it names another.</summary>
    public const string Network = "haloy";

    /// <summary>Container port.</summary>
    public const string Port = "8080";

    /// <summary>Path of the readiness probe.</summary>
    public const string HealthCheckPath = "/";

    /// <summary>Deployments kept with the <c>local</c> history strategy.</summary>
    public const int HistoryCount = 6;

    /// <summary>Time a replica may take until it is ready.</summary>
    public const int StartTimeoutSeconds = 60;

    /// <summary>Time requests in flight may take on a retired replica.</summary>
    public const int DrainTimeoutSeconds = 30;

    /// <summary>Time between SIGTERM and SIGKILL.</summary>
    public const int StopTimeoutSeconds = 20;

    /// <summary>The same target with every absent field that has a default filled in.</summary>
    public static TargetConfig Apply(TargetConfig target) => target with
    {
        Image = WithHistory(target.Image ?? new ImageConfig { Repository = target.Name, Build = true }),
        Server = string.IsNullOrEmpty(target.Server) ? "localhost" : target.Server,
        DeploymentStrategy = target.DeploymentStrategy ?? "rolling",
        HealthCheckPath = target.HealthCheckPath ?? HealthCheckPath,
        Port = target.Port ?? Port,
        Replicas = target.Replicas ?? 1,
        MinReadySeconds = target.MinReadySeconds ?? 0,
    };

    private static ImageConfig WithHistory(ImageConfig image)
    {
        var history = image.History ?? new ImageHistory { Strategy = "local" };
        var strategy = string.IsNullOrEmpty(history.Strategy) ? "local" : history.Strategy;
        return image with { History = history with { Strategy = strategy, Count = history.Count ?? (strategy == "local" ? HistoryCount : null) } };
    }
}
