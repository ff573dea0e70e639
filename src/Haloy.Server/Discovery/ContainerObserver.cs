using System.Collections.Immutable;
using System.Threading.Channels;
using Haloy.Contracts;
using Haloy.Docker;
using Haloy.Docker.Containers;

namespace Haloy.Server.Discovery;

/// <summary>
/// Looks at containers when asked. One look at a time and in order, so that an older picture never overwrites a newer one.
/// </summary>
internal sealed partial class ContainerObserver(IDockerClient docker, string? instance, TimeProvider time, ILogger<ContainerObserver> logger)
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new() { SingleReader = true });
    private readonly HashSet<string> _reported = [];
    private bool _retrying;

    /// <summary>Looks at <paramref name="app"/> again; completes when a look that began after this call was handed over, or failed.</summary>
    public async Task LookAgainAsync(string app, CancellationToken cancellationToken)
    {
        var request = new Request(app, new(TaskCreationOptions.RunContinuationsAsynchronously));
        using var cancelling = cancellationToken.Register(() => request.Done.TrySetCanceled(cancellationToken));
        _requests.Writer.TryWrite(request);
        await request.Done.Task;
    }

    /// <summary>Looks at every app's containers, as often as it takes the engine to answer.</summary>
    public void LookAtAll() => _requests.Writer.TryWrite(new(App: null, new()));

    /// <summary>Serves requests until cancelled, handing each picture over. An engine that does not answer gives none: not known is not the same as not there.</summary>
    public async Task RunAsync(
        Action<string, ImmutableArray<ObservedContainer>> onSeen,
        Action<ILookup<string, ObservedContainer>> onSeenAll,
        CancellationToken cancellationToken)
    {
        while (await _requests.Reader.WaitToReadAsync(cancellationToken))
        {
            var batch = new List<Request>();
            while (_requests.Reader.TryRead(out var request))
                batch.Add(request);

            foreach (var app in batch.GroupBy(r => r.App))
            {
                if (app.Key is not null)
                    await LookAsync(app.Key, onSeen, cancellationToken);
                else
                    await LookAtAllAsync(onSeenAll, cancellationToken);
                foreach (var request in app)
                    request.Done.TrySetResult();
            }
        }
    }

    private async Task LookAsync(string app, Action<string, ImmutableArray<ObservedContainer>> onSeen, CancellationToken cancellationToken)
    {
        try
        {
            onSeen(app, await ReadAsync($"{Labels.AppName}={app}", cancellationToken));
        }
        catch (DockerException e)
        {
            LogLookFailed(app, e.Message);
            _ = LookAtAllLaterAsync(cancellationToken);
        }
    }

    private async Task LookAtAllAsync(Action<ILookup<string, ObservedContainer>> onSeenAll, CancellationToken cancellationToken)
    {
        try
        {
            onSeenAll((await ReadAsync(Labels.AppName, cancellationToken)).ToLookup(c => c.App));
        }
        catch (DockerException e)
        {
            LogListFailed(e.Message);
            _ = LookAtAllLaterAsync(cancellationToken);
        }
    }

    // A failed look leaves a picture that nothing may ever correct: the event that asked for it does not come again.
    private async Task LookAtAllLaterAsync(CancellationToken cancellationToken)
    {
        if (_retrying)
            return;

        _retrying = true;
        try
        {
            await Task.Delay(RetryAfter, time, cancellationToken);
            _retrying = false;
            LookAtAll();
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    private async Task<ImmutableArray<ObservedContainer>> ReadAsync(string label, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(LookLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await ListAsync(label, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // One container the engine hangs on must not keep every app from being looked at.
            throw new DockerUnavailableException($"Docker did not answer within {LookLimit.TotalSeconds:0} s.", "See what the engine is doing: journalctl -u docker", null);
        }
    }

    private async Task<ImmutableArray<ObservedContainer>> ListAsync(string label, CancellationToken cancellationToken)
    {
        var summaries = await docker.Containers.ListAsync(new ContainerFilter(All: true, Labels: [label]), cancellationToken);
        var ours = summaries.Where(s => s.Labels.GetValueOrDefault(Labels.Instance) == instance);
        var details = await Task.WhenAll(ours.Select(s => docker.Containers.InspectAsync(s.Id, cancellationToken)));

        var seen = ImmutableArray.CreateBuilder<ObservedContainer>();
        foreach (var container in details.OfType<ContainerDetails>())
        {
            var read = ContainerReader.Read(container);
            if (read.Succeeded)
                seen.Add(read.Value);
            else if (_reported.Add(container.Id))
                LogInvalidLabels(container.Name, read.Failure.Message);
        }

        return seen.ToImmutable();
    }

    private sealed record Request(string? App, TaskCompletionSource Done);

    [LoggerMessage(EventId = 8001, Level = LogLevel.Warning, Message = "Container {Container} is ignored: {Problem}")]
    private partial void LogInvalidLabels(string container, string problem);

    [LoggerMessage(EventId = 8002, Level = LogLevel.Warning, Message = "Docker did not tell about the containers of {App}: {Problem}")]
    private partial void LogLookFailed(string app, string problem);

    [LoggerMessage(EventId = 8005, Level = LogLevel.Warning, Message = "Docker did not list the containers: {Problem}; trying again")]
    private partial void LogListFailed(string problem);
}
