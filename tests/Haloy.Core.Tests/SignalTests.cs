using Haloy.Testing;

namespace Haloy.Core.Tests;

public class SignalTests
{
    private readonly FakeClock _clock = new();
    private readonly Signal _signal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_sets_before_a_wait_are_one()
    {
        _signal.Set();
        _signal.Set();

        await _signal.WaitAsync(TimeSpan.FromHours(1), _clock, Cancellation);
        var second = _signal.WaitAsync(TimeSpan.FromHours(1), _clock, Cancellation);

        Assert.False(second.IsCompleted);
        _signal.Set();
        await second;
    }

    [Fact]
    public async Task Wait_ends_with_patience()
    {
        var waiting = _signal.WaitAsync(TimeSpan.FromMinutes(1), _clock, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(waiting.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await waiting;
    }

    [Fact]
    public async Task Wait_that_is_cancelled_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(TimeSpan.FromMinutes(1), _clock, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Set_after_patience_ended_is_kept_for_the_next_wait()
    {
        await _signal.WaitAsync(TimeSpan.Zero, _clock, Cancellation);
        _signal.Set();

        Assert.True(_signal.WaitAsync(TimeSpan.FromHours(1), _clock, Cancellation).IsCompletedSuccessfully);
    }
}
