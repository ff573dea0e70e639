using Haloy.Contracts;
using Haloy.Docker;
using Haloy.Docker.Events;

namespace Haloy.Server.Discovery;

/// <summary>
/// Follows Docker's events and says which app to look at again. Events carry no truth themselves: after every (re)connection everything is
/// looked at, so that whatever happened while nobody listened is seen.
/// </summary>
internal sealed partial class EventWatcher(IDockerClient docker, TimeProvider time, ILogger<EventWatcher> logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private static readonly EventFilter Filter = new(
        Types: ["container"],
        Actions: ["create", "start", "die", "stop", "kill", "pause", "unpause", "restart", "rename", "destroy", "oom", "health_status"],
        Labels: [Labels.AppName]);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Action onConnected, Action<string> onChanged, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in docker.Events.MonitorAsync(Filter, since: null, Connected, cancellationToken))
                {
                    if (happened.Attributes.GetValueOrDefault(Labels.AppName) is { } app)
                        onChanged(app);
                }

                LogStreamEnded();
            }
            catch (DockerException e)
            {
                LogStreamBroken(e.Message);
            }

            await Task.Delay(delay, time, cancellationToken);
            delay = TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, delay.Ticks * 2));
        }

        void Connected()
        {
            delay = FirstDelay;
            onConnected();
        }
    }

    [LoggerMessage(EventId = 8003, Level = LogLevel.Information, Message = "Docker ended the event stream; connecting again")]
    private partial void LogStreamEnded();

    [LoggerMessage(EventId = 8004, Level = LogLevel.Warning, Message = "Docker's event stream is gone: {Problem}; connecting again")]
    private partial void LogStreamBroken(string problem);
}
