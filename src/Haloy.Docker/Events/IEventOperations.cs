namespace Haloy.Docker.Events;

/// <summary>What happens on the engine, as it happens.</summary>
public interface IEventOperations
{
    /// <summary>
    /// Events until cancelled or until the engine ends the stream (then the enumeration ends; a broken connection is a
    /// <see cref="DockerUnavailableException"/>); reconnecting is up to the caller. Events may come twice, never out of nothing: they say "look again".
    /// </summary>
    /// <param name="filter">Which events.</param>
    /// <param name="since">Replays what the engine still remembers (256 events) from then on; <see langword="null"/> starts about now, engine time.</param>
    /// <param name="onConnected">Called once when the engine listens: whatever changes after this call is in the stream, so a list taken now misses nothing.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<DockerEvent> MonitorAsync(EventFilter filter, DateTimeOffset? since, Action? onConnected, CancellationToken cancellationToken);
}
