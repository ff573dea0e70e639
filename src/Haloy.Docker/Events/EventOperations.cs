using System.Runtime.CompilerServices;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Events;

internal sealed class EventOperations(EngineTransport engine) : IEventOperations
{
    public async IAsyncEnumerable<DockerEvent> MonitorAsync(
        EventFilter filter,
        DateTimeOffset? since,
        Action? onConnected,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The engine answers a moment before it subscribes us. Starting from its own clock makes it replay that moment.
        var from = since ?? await engine.ClockAsync(cancellationToken);
        var filters = Filters.Write(("type", filter.Types), ("event", filter.Actions), ("label", filter.Labels));
        var request = EngineRequest.Get("/events", ("since", UnixTime.Write(from)), ("filters", filters));

        await using var body = await engine.OpenAsync(request, cancellationToken);
        onConnected?.Invoke();
        await foreach (var message in JsonMessages.ReadAsync(body, DockerJson.Default.EventWire, request.Description, cancellationToken))
            yield return message.ToEvent();
    }
}
