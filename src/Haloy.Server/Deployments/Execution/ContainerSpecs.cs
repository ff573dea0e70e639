using Haloy.Contracts.Api;
using Haloy.Docker.Containers;
using Haloy.Server.Discovery;

namespace Haloy.Server.Deployments.Execution;

/// <summary>What Docker is asked to create for a replica (spec/server §4.3).</summary>
internal static class ContainerSpecs
{
    private const long NanoCpusPerCore = 1_000_000_000;

    public static ContainerSpec Of(Deployment deployment, int replica, string? instance) => new()
    {
        Image = deployment.ImageRef ?? throw new InvalidOperationException($"Deployment {deployment.Id} starts replicas before its image is ready."),
        Env = [.. (deployment.Target.Env ?? []).Select(e => $"{e.Name}={e.Value}"), $"HALOY_REPLICA_ID={replica}"],
        Labels = LabelWriter.Write(deployment, replica, instance),
        Binds = deployment.Target.Volumes ?? [],
        NetworkName = deployment.Target.Network ?? TargetDefaults.Network,
        // While it is deployed its end is the deployment's failure, to be seen as it was: Docker forgets the exit code of what it starts again.
        RestartPolicy = RestartPolicy.No,
        StopTimeoutSeconds = deployment.Target.StopTimeoutSeconds,
        Cmd = deployment.Target.Command,
        Entrypoint = deployment.Target.Entrypoint,
        User = deployment.Target.User,
        Init = deployment.Target.Init,
        ExtraHosts = deployment.Target.ExtraHosts,
        NanoCpus = deployment.Target.Resources?.Cpus is { } cores ? (long)(cores * NanoCpusPerCore) : null,
        MemoryBytes = deployment.Target.Resources?.MemoryBytes,
        LogConfig = deployment.Target.Log is { Driver: { } driver } log ? new LogConfig(driver, log.Options ?? new Dictionary<string, string>()) : null,
    };
}
