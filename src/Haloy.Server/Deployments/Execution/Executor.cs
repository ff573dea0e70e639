using Haloy.Core;
using Haloy.Docker;
using Haloy.Docker.Containers;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Discovery;
using Haloy.Server.Images;
using Haloy.Server.Logs;

namespace Haloy.Server.Deployments.Execution;

/// <summary>Does one action in Docker and says what came of it. Decides nothing.</summary>
internal sealed class Executor(IDockerClient docker, ImagePreparation images, Journal journal, string? instance, TimeProvider time)
{
    private static readonly TimeSpan PrepareLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(2);

    private const int ShownLines = 50;

    /// <summary>Does <paramref name="action"/>.</summary>
    /// <returns>What the action made (the image reference, for <see cref="PrepareImage"/>), or why it cannot be done.</returns>
    public async Task<Outcome<string>> ExecuteAsync(AppAction action, CancellationToken cancellationToken)
    {
        // An engine may take a request and never answer; an action that never ended would stop its app for ever.
        var limit = LimitOf(action);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await DoAsync(action, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failure($"Docker did not finish within {limit.TotalMinutes:0.#} minutes: {action.Key}", "See what the engine is doing: journalctl -u docker");
        }
        catch (DockerException e)
        {
            return new Failure(e.Message);
        }
    }

    private static TimeSpan LimitOf(AppAction action) => action switch
    {
        PrepareImage => PrepareLimit,
        StopContainer stop => stop.Grace + UsualLimit,
        _ => UsualLimit,
    };

    private async Task<Outcome<string>> DoAsync(AppAction action, CancellationToken cancellationToken) => action switch
    {
        PrepareImage prepare => await images.PrepareAsync(prepare.Deployment, cancellationToken),
        StartReplica start => await StartReplicaAsync(start, cancellationToken),
        StartContainer start => await StartAsync(start.Container, cancellationToken),
        KeepUp keep => await KeepUpAsync(keep.Container, cancellationToken),
        StopContainer stop => await StopAsync(stop, cancellationToken),
        RenameContainer rename => await RenameAsync(rename, cancellationToken),
        RemoveContainer remove => await RemoveAsync(remove, cancellationToken),
        RemoveVolumes remove => await RemoveVolumesAsync(remove.App, cancellationToken),
        _ => throw new InvalidOperationException($"No way to do {action.GetType().Name}."),
    };

    private async Task<Outcome<string>> StartReplicaAsync(StartReplica start, CancellationToken cancellationToken)
    {
        var deployment = start.Deployment;
        var name = deployment.ContainerName(start.Replica);
        journal.Info(deployment.App, deployment.Id, $"starting replica {start.Replica} of {deployment.Replicas} ({name})");

        var existing = await docker.Containers.InspectAsync(name, cancellationToken);
        if (existing is not null && existing.Config.Labels.GetValueOrDefault(Contracts.Labels.DeploymentId) != deployment.Id)
            return new Failure($"the container name '{name}' is taken by a container that is not of this deployment", $"Remove or rename it: docker rename {name} {name}-old");

        var id = existing?.Id ?? await docker.Containers.CreateAsync(name, ContainerSpecs.Of(deployment, start.Replica, instance), cancellationToken);
        await docker.Containers.StartAsync(id, cancellationToken);
        return id;
    }

    private async Task<Outcome<string>> StartAsync(ObservedContainer container, CancellationToken cancellationToken)
    {
        journal.Info(container.App, container.DeploymentId, $"starting {container.Name} again");
        await docker.Containers.StartAsync(container.Id, cancellationToken);
        return container.Id;
    }

    private async Task<Outcome<string>> KeepUpAsync(ObservedContainer container, CancellationToken cancellationToken)
    {
        await docker.Containers.SetRestartPolicyAsync(container.Id, RestartPolicy.UnlessStopped, cancellationToken);
        return container.Id;
    }

    private async Task<Outcome<string>> StopAsync(StopContainer stop, CancellationToken cancellationToken)
    {
        if (stop.For is { } deployment)
            journal.Info(stop.Container.App, deployment, stop.InFlight == 0
                ? $"stopping {stop.Container.Name}, no request is left on it"
                : $"stopping {stop.Container.Name} although {stop.InFlight} requests are left on it: drain_timeout is over");
        await docker.Containers.StopAsync(stop.Container.Id, stop.Grace, cancellationToken);
        return stop.Container.Id;
    }

    private async Task<Outcome<string>> RenameAsync(RenameContainer rename, CancellationToken cancellationToken)
    {
        await docker.Containers.RenameAsync(rename.Container.Id, rename.Name, cancellationToken);
        return rename.Container.Id;
    }

    private async Task<Outcome<string>> RemoveAsync(RemoveContainer remove, CancellationToken cancellationToken)
    {
        if (remove.ShowOutput)
            await ShowOutputAsync(remove.Container, cancellationToken);
        await docker.Containers.RemoveAsync(remove.Container.Id, force: true, remove.WithVolumes, cancellationToken);
        return remove.Container.Id;
    }

    private async Task ShowOutputAsync(ObservedContainer container, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var output = docker.Containers.LogsAsync(container.Id, new LogOptions(Tail: ShownLines), cancellationToken);
        await foreach (var line in output.AsLinesAsync(LogLines.DefaultMaxLineBytes, cancellationToken))
            lines.Add(line.Text);
        journal.Output(container.App, container.DeploymentId, container.Name, lines.Count == 0 ? "(it wrote nothing)" : string.Join('\n', lines));
    }

    private async Task<Outcome<string>> RemoveVolumesAsync(string app, CancellationToken cancellationToken)
    {
        var volumes = await docker.Volumes.ListAsync($"{Contracts.Labels.AppName}={app}", cancellationToken);
        foreach (var volume in volumes.Where(v => v.Labels.GetValueOrDefault(Contracts.Labels.Instance) == instance))
            await docker.Volumes.RemoveAsync(volume.Name, force: true, cancellationToken);
        return app;
    }
}
