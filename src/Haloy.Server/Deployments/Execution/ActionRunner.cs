using Haloy.Core;
using Haloy.Docker;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Discovery;

namespace Haloy.Server.Deployments.Execution;

/// <summary>
/// Keeps the wanted work under way: each action once at a time, a failed one again after a growing pause. An action ends for the world only
/// when its app was looked at afterwards, so that nothing is decided on a picture from before it.
/// </summary>
internal sealed partial class ActionRunner(Executor executor, ContainerObserver observer, TimeProvider time, ILogger<ActionRunner> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Touched only on the reconciler's thread: in Begin, and in the updates it posts.
    private readonly HashSet<string> _underWay = [];
    private readonly Dictionary<string, Retry> _retries = [];

    /// <summary>When the next pause after a failure ends.</summary>
    public DateTimeOffset? RetryAt()
    {
        var now = time.GetUtcNow();
        return _retries.Values.Select(r => (DateTimeOffset?)r.At).Where(at => at > now).Min();
    }

    /// <summary>Begins what is wanted and neither under way nor pausing.</summary>
    public void Begin(IEnumerable<AppAction> wanted, Action<Func<World, World>> post, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var action in wanted)
        {
            var pausing = _retries.TryGetValue(action.Key, out var retry) && retry.At > now;
            if (!pausing && _underWay.Add(action.Key))
                _ = RunAsync(action, post, cancellationToken);
        }
    }

    private async Task RunAsync(AppAction action, Action<Func<World, World>> post, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await ExecuteAsync(action, cancellationToken);
            await observer.LookAgainAsync(action.App, cancellationToken);
            post(world => Finish(world, action, outcome));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon stops; the next one sees in Docker what was done.
        }
    }

    private async Task<Outcome<string>> ExecuteAsync(AppAction action, CancellationToken cancellationToken)
    {
        try
        {
            return await executor.ExecuteAsync(action, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnexpected(action.Key, e);
            return new Failure($"{action.Key}: {e.Message}");
        }
    }

    private World Finish(World world, AppAction action, Outcome<string> outcome)
    {
        _underWay.Remove(action.Key);
        var app = world.App(action.App);
        if (outcome.Succeeded)
        {
            _retries.Remove(action.Key);
            return action switch
            {
                PrepareImage prepare when app.Moving?.Id == prepare.Deployment.Id => world.With(app with { PreparedImage = outcome.Value }),
                RemoveVolumes => world.With(app with { VolumesRemoved = true }),
                _ => world,
            };
        }

        return action switch
        {
            PrepareImage prepare => Failed(world, prepare.Deployment, outcome.Failure),
            StartReplica start => Failed(world, start.Deployment, outcome.Failure),
            _ => TryAgain(world, action, outcome.Failure),
        };
    }

    private static World Failed(World world, Deployment deployment, Failure failure)
    {
        var app = world.App(deployment.App);
        return app.Moving?.Id == deployment.Id ? world.With(app with { Failure = failure.ToString() }) : world;
    }

    private World TryAgain(World world, AppAction action, Failure failure)
    {
        var pause = _retries.TryGetValue(action.Key, out var retry) ? TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, retry.Pause.Ticks * 2)) : FirstPause;
        _retries[action.Key] = new(time.GetUtcNow() + pause, pause);
        LogFailed(action.Key, failure.Message, pause.TotalSeconds);
        return world;
    }

    private sealed record Retry(DateTimeOffset At, TimeSpan Pause);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "{Action} failed: {Problem}; trying again in {Pause} s")]
    private partial void LogFailed(string action, string problem, double pause);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Error, Message = "{Action} ended in an unexpected way")]
    private partial void LogUnexpected(string action, Exception exception);
}
