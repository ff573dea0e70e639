using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Haloy.Docker.Events;

namespace Haloy.Testing.FakeDocker;

/// <summary>The event stream of <see cref="FakeEngine"/>.</summary>
public sealed class FakeEvents : IEventOperations
{
    private readonly List<Channel<DockerEvent>> _listeners = [];

    /// <summary>What the next connection fails with.</summary>
    public Exception? Refuse { get; set; }

    /// <summary>How many connections were made.</summary>
    public int Connections { get; private set; }

    /// <summary>Tells every listener.</summary>
    public void Publish(string action, FakeContainer container)
    {
        foreach (var listener in _listeners.ToArray())
            listener.Writer.TryWrite(new("container", action, container.Id, container.Labels, DateTimeOffset.UnixEpoch));
    }

    /// <summary>Ends every stream; what happens until listeners are back is lost to them.</summary>
    public void Disconnect(Exception? error)
    {
        foreach (var listener in _listeners)
            listener.Writer.TryComplete(error);
        _listeners.Clear();
    }

    public async IAsyncEnumerable<DockerEvent> MonitorAsync(
        EventFilter filter,
        DateTimeOffset? since,
        Action? onConnected,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Refuse is { } refusal)
            throw refusal;
        var channel = Channel.CreateUnbounded<DockerEvent>();
        _listeners.Add(channel);
        Connections++;
        onConnected?.Invoke();
        while (await channel.Reader.WaitToReadAsync(cancellationToken))
        {
            while (channel.Reader.TryRead(out var happened))
                yield return happened;
        }
    }
}
