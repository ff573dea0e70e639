using Haloy.Testing;

namespace Haloy.Server.Tests.Simulation;

/// <summary>One thread, one clock: every continuation runs in a fixed order, so that a seed always gives the same run.</summary>
internal sealed class SimulationContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public FakeClock Clock { get; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    public override void Post(SendOrPostCallback d, object? state)
    {
        // Another thread would make the order a matter of luck.
        if (Environment.CurrentManagedThreadId != _thread)
            Environment.FailFast($"The simulation was left for another thread:\n{Environment.StackTrace}");
        _queue.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Runs whatever can run now, in order.</summary>
    public void Settle()
    {
        while (_queue.TryDequeue(out var next))
            next.Callback(next.State);
    }

    /// <summary>Moves time to the next timer and fires it; false when none is due before <paramref name="end"/>.</summary>
    public bool Step(DateTimeOffset end)
    {
        if (Clock.NextDue is not { } due || due > end)
            return false;
        Clock.Advance(due > Now ? due - Now : TimeSpan.Zero);
        return true;
    }

    /// <summary>Runs <paramref name="work"/> after <paramref name="delay"/>.</summary>
    public void After(TimeSpan delay, Action work)
    {
        ITimer? timer = null;
        timer = Clock.CreateTimer(_ =>
        {
            timer?.Dispose();
            Post(_ => work(), null);
        }, null, delay, Timeout.InfiniteTimeSpan);
    }
}
