namespace Haloy.Cli.Tests.Support;

/// <summary>A clock that jumps to whatever is waited for: waits of seconds take no time. Limits of more than ten seconds never fire.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public void Jump(TimeSpan by)
    {
        lock (_lock)
            _now += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var jumps = dueTime >= TimeSpan.Zero && dueTime < Limit;
        lock (_lock)
            _now += jumps ? dueTime : TimeSpan.Zero;
        return System.CreateTimer(callback, state, jumps ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
