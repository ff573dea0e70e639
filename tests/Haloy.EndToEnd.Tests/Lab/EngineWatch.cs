using Haloy.Docker;
using Haloy.Docker.Events;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>Follows the engine's events of one app: how many of its containers ran at a time, and what happened when.</summary>
public sealed class EngineWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly DateTimeOffset _since = DateTimeOffset.UtcNow;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _running;
    private readonly List<DockerEvent> _events = [];
    private readonly List<(string Action, int Remaining, TaskCompletionSource Happened)> _waiting = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _following;

    private EngineWatch(DockerClient docker, string app, IEnumerable<string> running)
    {
        _running = [.. running];
        (Fewest, Most) = (_running.Count, _running.Count);
        _following = FollowAsync(docker, app);
    }

    /// <summary>Fewest containers that ran at any time.</summary>
    public int Fewest { get; private set; }

    /// <summary>Most containers that ran at any time.</summary>
    public int Most { get; private set; }

    /// <summary>Starts watching an app at rest.</summary>
    public static async Task<EngineWatch> StartAsync(Project project, CancellationToken cancellationToken)
    {
        var containers = await project.ContainersAsync(cancellationToken);
        var watch = new EngineWatch(project.Docker, project.App, containers.Where(c => c.State == "running").Select(c => c.Id));
        await watch._connected.Task.WaitAsync(Patience.Step, cancellationToken);
        return watch;
    }

    /// <summary>Ends with the <paramref name="nth"/> event of that kind from now on.</summary>
    public Task HappensAsync(string action, int nth)
    {
        // What waits for it wants to act before anything else happens, so it is not sent through a queue first.
        var happened = new TaskCompletionSource();
        lock (_lock)
            _waiting.Add((action, nth, happened));
        return happened.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync(DockerClient docker, string app)
    {
        var filter = new EventFilter(Types: ["container"], Labels: [$"{Contracts.Labels.AppName}={app}"]);
        await foreach (var happened in docker.Events.MonitorAsync(filter, since: null, _connected.SetResult, _stop.Token))
        {
            // The engine may repeat what happened just before it was asked.
            if (happened.Time >= _since)
                Note(happened);
        }
    }

    private void Note(DockerEvent happened)
    {
        var due = new List<TaskCompletionSource>();
        lock (_lock)
        {
            _events.Add(happened);
            if (happened.Action == "start")
                _running.Add(happened.ActorId);
            else if (happened.Action == "die")
                _running.Remove(happened.ActorId);
            (Fewest, Most) = (Math.Min(Fewest, _running.Count), Math.Max(Most, _running.Count));
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                var (action, remaining, source) = _waiting[i];
                if (action != happened.Action)
                    continue;
                _waiting[i] = (action, remaining - 1, source);
                if (remaining > 1)
                    continue;
                _waiting.RemoveAt(i);
                due.Add(source);
            }
        }

        due.ForEach(source => source.SetResult());
    }
}
