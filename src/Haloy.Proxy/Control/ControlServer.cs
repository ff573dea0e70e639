using Haloy.Proxy.Hosting;

namespace Haloy.Proxy.Control;

/// <summary>What the connections to the control socket have in common. All of it is touched on their loop only, but for <see cref="Empty"/>.</summary>
internal sealed class ControlServer(ControlApplication application, TimeProvider time)
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    public ControlApplication Application => application;

    public HttpDate Date { get; } = new(time);

    /// <summary>Whether no connection is to be kept for another request.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Ends when, after <see cref="Stop"/>, the last connection is gone.</summary>
    public Task Empty => _empty.Task;

    public long Deadline(TimeSpan limit, long now) => now + (long)(limit.TotalSeconds * time.TimestampFrequency);

    public void Enter() => _connections++;

    public void Leave()
    {
        if (--_connections == 0 && IsStopping)
            _empty.TrySetResult();
    }

    public void Stop()
    {
        IsStopping = true;
        if (_connections == 0)
            _empty.TrySetResult();
    }
}
