using System.Threading.Channels;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Deployments.Execution;

namespace Haloy.Server.Deployments;

/// <summary>
/// The single writer of the world. Whatever is learned is posted to it; after each batch it decides anew for every app, records steps,
/// hands out the routing table, and sees to it that the wanted work is under way.
/// </summary>
internal sealed partial class Reconciler(PhaseRecorder recorder, ActionRunner runner, IRoundObserver observer, TimeProvider time, ILogger<Reconciler> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Timers take no longer waits than 49 days; deciding once an hour for nothing costs nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Channel<Func<World, World>> _updates = Channel.CreateUnbounded<Func<World, World>>(new() { SingleReader = true });
    private World _world = World.Empty;

    /// <summary>The newest world.</summary>
    public World World => Volatile.Read(ref _world);

    /// <summary>Something was learned.</summary>
    public void Post(Func<World, World> update) => _updates.Writer.TryWrite(update);

    /// <summary>Changes the world and returns what that gave, in order with everything else that is posted.</summary>
    public async Task<T> AskAsync<T>(Func<World, (World World, T Answer)> change, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancelling = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        Post(world =>
        {
            try
            {
                var result = change(world);
                answer.TrySetResult(result.Answer);
                return result.World;
            }
            catch (Exception e)
            {
                answer.TrySetException(e);
                return world;
            }
        });
        return await answer.Task;
    }

    /// <summary>Reconciles from <paramref name="start"/> until cancelled.</summary>
    public async Task RunAsync(World start, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _world, start);
        using var wake = time.CreateTimer(_ => Post(static world => world), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (await _updates.Reader.WaitToReadAsync(cancellationToken))
        {
            var world = World;
            while (_updates.Reader.TryRead(out var update))
                world = update(world);

            var wakeAt = world.ContainersKnown ? TryRound(ref world, cancellationToken) : null;
            Volatile.Write(ref _world, world);
            wake.Change(wakeAt is { } at ? Later(at) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    // A full disk or a defect in one app's data must not end the daemon, and the traffic with it: what was recorded stays, the rest is tried again.
    private DateTimeOffset? TryRound(ref World world, CancellationToken cancellationToken)
    {
        try
        {
            return Round(ref world, cancellationToken);
        }
        catch (Exception e)
        {
            LogRoundFailed(e);
            return time.GetUtcNow() + RetryAfter;
        }
    }

    private DateTimeOffset? Round(ref World world, CancellationToken cancellationToken)
    {
        var decisions = DecideUntilNothingChanges(ref world);
        world = observer.OnRound(world, decisions);
        runner.Begin(decisions.Values.SelectMany(d => d.Actions), Post, cancellationToken);
        return Earliest(decisions.Values.Select(d => d.WakeAt).Append(runner.RetryAt()));
    }

    private Dictionary<string, Decision> DecideUntilNothingChanges(ref World world)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var routing = world.Routing;
            var decisions = world.Apps.Values.ToDictionary(app => app.App, app => Decider.Decide(app with { Routing = routing }, now));
            var changes = decisions.Values.SelectMany(d => d.Changes).ToArray();
            var gone = decisions.Where(d => d.Value.Forget).Select(d => d.Key).ToArray();
            if (changes.Length == 0 && gone.Length == 0)
                return decisions;

            foreach (var change in changes)
                world = recorder.Record(world, change, now);
            foreach (var app in gone)
            {
                world = recorder.Forget(world, app);
                LogForgotten(app);
            }
        }
    }

    private TimeSpan Later(DateTimeOffset at)
    {
        var delay = at - time.GetUtcNow();
        // A millisecond more than asked for: timers may fire a little early, and deciding too early would only ask for another.
        return (delay < TimeSpan.Zero ? TimeSpan.Zero : delay < LongestWait ? delay : LongestWait) + TimeSpan.FromMilliseconds(1);
    }

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset?> moments) => moments.Min();

    [LoggerMessage(EventId = 2005, Level = LogLevel.Error, Message = "Nothing could be decided; trying again")]
    private partial void LogRoundFailed(Exception exception);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "Nothing of {App} is left; its name and domains are free")]
    private partial void LogForgotten(string app);
}
