using Haloy.Contracts.Api;

namespace Haloy.Config.Targets;

/// <summary>Lays a target's health check over the base's, key by key. A check of another type takes over only what every type has.</summary>
internal static class HealthCheckMerger
{
    private const string DefaultType = "http";

    /// <summary>The path and the rest of the check.</summary>
    public static (string? HealthCheckPath, HealthCheckConfig? HealthCheck) Merge(TargetConfig root, TargetConfig target)
    {
        var (below, above) = (root.HealthCheck, target.HealthCheck);
        var sameType = (above?.Type ?? TypeOf(root)) == TypeOf(root);
        var inheritedPath = sameType && !string.IsNullOrEmpty(root.HealthCheckPath) ? root.HealthCheckPath : null;
        var path = string.IsNullOrEmpty(target.HealthCheckPath) ? inheritedPath : target.HealthCheckPath;
        if (below is null || above is null)
            return (path, above ?? below);
        return (path, new HealthCheckConfig
        {
            Type = above.Type ?? below.Type,
            Port = above.Port ?? below.Port,
            Status = above.Status ?? (sameType ? below.Status : null),
            IntervalSeconds = above.IntervalSeconds ?? below.IntervalSeconds,
            TimeoutSeconds = above.TimeoutSeconds ?? below.TimeoutSeconds,
            Command = above.Command ?? (sameType ? below.Command : null),
        });
    }

    private static string TypeOf(TargetConfig config) => config.HealthCheck?.Type ?? DefaultType;
}
