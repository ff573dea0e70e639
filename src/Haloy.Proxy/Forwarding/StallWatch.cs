namespace Haloy.Proxy.Forwarding;

/// <summary>
/// Ends a copy whose receiving side takes nothing for too long. Only waits for that side are watched: a sender may be silent for ever,
/// as streams of events and WebSockets are. The sweep measures, so that a wait costs neither a timer nor a look at the clock.
/// </summary>
internal sealed class StallWatch
{
    // Held while cutting: when a wait is over, nothing that belonged to it is cut any more.
    private readonly Lock _lock = new();
    private Action? _cut;
    private long? _since;

    /// <summary>Waits; <paramref name="cut"/> must make the wait end.</summary>
    public async ValueTask<T> WaitAsync<T>(ValueTask<T> taking, Action cut)
    {
        Begin(cut);
        try
        {
            return await taking;
        }
        finally
        {
            End();
        }
    }

    /// <inheritdoc cref="WaitAsync{T}(ValueTask{T}, Action)"/>
    public async ValueTask WaitAsync(ValueTask taking, Action cut)
    {
        Begin(cut);
        try
        {
            await taking;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Cuts a wait that began <paramref name="limit"/> before <paramref name="now"/>, as far as earlier calls have seen it.</summary>
    public void CutIfStalled(long now, long limit)
    {
        lock (_lock)
        {
            if (_cut is not { } cut)
                return;
            _since ??= now;
            if (now - _since < limit)
                return;
            _cut = null;
            cut();
        }
    }

    private void Begin(Action cut)
    {
        lock (_lock)
            (_cut, _since) = (cut, null);
    }

    private void End()
    {
        lock (_lock)
            _cut = null;
    }
}
