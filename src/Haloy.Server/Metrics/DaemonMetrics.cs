using Haloy.Core;
using Haloy.Server.Deployments;

namespace Haloy.Server.Metrics;

/// <summary>What the daemon itself knows. Pure.</summary>
internal static class DaemonMetrics
{
    public static void Write(MetricsText text, World world, IReadOnlyDictionary<string, DateTimeOffset> certificates)
    {
        text.Begin("haloy_build_info", "gauge", "The running haloyd; always 1.");
        text.Sample("haloy_build_info", 1, ("version", BuildVersion.Current));
        text.Begin("haloy_apps", "gauge", "Apps that this server has.");
        text.Sample("haloy_apps", world.Apps.Count);
        WriteDeployments(text, world);
        text.Begin("haloy_certificate_not_after_seconds", "gauge", "When a certificate expires, in seconds since 1970.");
        foreach (var (host, notAfter) in certificates.OrderBy(c => c.Key, StringComparer.Ordinal))
            text.Sample("haloy_certificate_not_after_seconds", notAfter.ToUnixTimeSeconds(), ("host", host));
    }

    /// <summary>The app of each deployment that is known.</summary>
    public static IReadOnlyDictionary<string, string> AppsByDeployment(World world)
    {
        var apps = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var app in world.Apps.Values)
        {
            foreach (var id in Known(world, app.App).Select(d => d.Id).Concat(app.Finished).Concat(app.Containers.Select(c => c.DeploymentId)))
                apps.TryAdd(id, app.App);
        }

        return apps;
    }

    private static void WriteDeployments(MetricsText text, World world)
    {
        var byPhase = world.Apps.Keys.SelectMany(app => Known(world, app)).ToLookup(d => d.Phase);
        text.Begin("haloy_deployments", "gauge", "Deployments by phase: those that wait or move, and the current and the last ended one of each app.");
        foreach (var phase in Enum.GetValues<DeploymentPhase>())
            text.Sample("haloy_deployments", byPhase[phase].Count(), ("phase", phase.ToString().ToLowerInvariant()));
    }

    private static IEnumerable<Deployment> Known(World world, string name)
    {
        var app = world.App(name);
        return new[] { app.Current, app.Moving, app.LastEnded }.OfType<Deployment>().Concat(app.Pending).DistinctBy(d => d.Id);
    }
}
