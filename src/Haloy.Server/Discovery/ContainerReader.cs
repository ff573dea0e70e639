using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Core;
using Haloy.Docker.Containers;

namespace Haloy.Server.Discovery;

/// <summary>Turns what Docker says of a container into what decisions are made of.</summary>
internal static class ContainerReader
{
    public static Outcome<ObservedContainer> Read(ContainerDetails details)
    {
        var labels = LabelReader.Read(details.Config.Labels);
        if (!labels.Succeeded)
            return labels.Failure;

        var said = labels.Value;
        return new ObservedContainer
        {
            Id = details.Id,
            Name = details.Name,
            App = said.App,
            DeploymentId = said.DeploymentId,
            Replica = said.Replica,
            State = details.State.Status,
            ExitCode = details.State.ExitCode,
            OutOfMemory = details.State.OomKilled,
            IsKeptUp = details.HostConfig.RestartPolicy.Name is not ("" or "no"),
            RestartCount = details.RestartCount,
            CreatedAt = details.Created,
            StartedAt = details.State.StartedAt,
            FinishedAt = details.State.FinishedAt,
            Address = Address(details),
            Port = said.Port,
            Protocol = said.Protocol,
            HealthCheckPath = said.HealthCheckPath,
            MinReady = said.MinReady,
            DockerHealth = details.State.Health is { Status: not "none" } health ? health.Status : null,
            DockerHealthOutput = details.State.Health?.LastOutput,
            Domains = said.Domains,
            PlainHttp = said.PlainHttp,
            Routes = said.Routes,
            Policy = said.Policy,
        };
    }

    // The haloy network if the container is on it, else the one it was created for: an app may name its own.
    private static string? Address(ContainerDetails details)
    {
        if (details.HostConfig.NetworkMode == "host")
            return "127.0.0.1";

        var address = details.Networks.GetValueOrDefault(TargetDefaults.Network)
            ?? details.Networks.GetValueOrDefault(details.HostConfig.NetworkMode)
            ?? details.Networks.OrderBy(n => n.Key, StringComparer.Ordinal).FirstOrDefault().Value;
        return string.IsNullOrEmpty(address) ? null : address;
    }
}
