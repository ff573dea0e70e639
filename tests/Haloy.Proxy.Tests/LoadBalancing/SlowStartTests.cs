using Haloy.Proxy.LoadBalancing;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.LoadBalancing;

public sealed class SlowStartTests
{
    private readonly FakeClock _clock = new();
    private readonly SlowStart _slowStart;

    public SlowStartTests() => _slowStart = new SlowStart(_clock, TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData(0, 102)]
    [InlineData(0.5, 102)]
    [InlineData(2.5, 256)]
    [InlineData(5, 512)]
    [InlineData(10, 1024)]
    [InlineData(100_000, 1024)]
    public void Share_grows_with_time_from_a_tenth_to_a_full_one(double seconds, int share)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(share, _slowStart.Share);
    }

    [Theory]
    [InlineData(0, 102)]
    [InlineData(2.5, 256)]
    [InlineData(7.5, 768)]
    [InlineData(10, 1024)]
    public void Of_the_turns_that_come_to_it_exactly_its_share_is_taken(double seconds, int taken)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(taken, Enumerable.Range(0, SlowStart.Full).Count(_ => _slowStart.TakesTurn()));
    }

    [Fact]
    public void Turns_taken_are_spread_evenly()
    {
        _clock.Advance(TimeSpan.FromSeconds(2.5));

        Assert.Equal("1000100010001000", string.Concat(Enumerable.Range(0, 16).Select(_ => _slowStart.TakesTurn() ? 1 : 0)));
    }
}
