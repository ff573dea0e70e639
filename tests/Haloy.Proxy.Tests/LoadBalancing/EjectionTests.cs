using Haloy.Proxy.LoadBalancing;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.LoadBalancing;

public sealed class EjectionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeClock _clock = new();
    private readonly Ejection _ejection;

    public EjectionTests() => _ejection = new Ejection(_clock);

    [Fact]
    public void Each_failure_lasts_twice_as_long_as_the_one_before_up_to_a_bound()
    {
        var lengths = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            _ejection.Begin(Second);
            lengths.Add(LengthOf());
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], lengths);
    }

    [Fact]
    public void Failures_of_attempts_that_were_under_way_together_count_once()
    {
        for (var i = 0; i < 100; i++)
            _ejection.Begin(Second);

        Assert.Equal(1, LengthOf());
        _ejection.Begin(Second);
        Assert.Equal(2, LengthOf());
    }

    [Fact]
    public void One_request_finds_out_when_the_time_is_over()
    {
        _ejection.Begin(Second);
        Assert.False(_ejection.Admits());

        _clock.Advance(Second);

        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(_ => _ejection.Admits()));
        Assert.True(_ejection.IsOn);
    }

    [Fact]
    public void Another_one_does_when_the_first_is_never_heard_of_again()
    {
        _ejection.Begin(Second);
        _clock.Advance(Second);
        Assert.True(_ejection.Admits());

        _clock.Advance(Ejection.Trial);

        Assert.True(_ejection.Admits());
    }

    [Fact]
    public void Success_ends_it_and_forgets_the_failures_before()
    {
        for (var i = 0; i < 3; i++)
        {
            _ejection.Begin(Second);
            LengthOf();
        }

        _ejection.End();

        Assert.False(_ejection.IsOn);
        Assert.True(_ejection.Admits());
        Assert.True(_ejection.Admits());
        _ejection.Begin(Second);
        Assert.Equal(1, LengthOf());
    }

    // Ends when a request is let through again.
    private double LengthOf()
    {
        var step = TimeSpan.FromMilliseconds(500);
        var passed = TimeSpan.Zero;
        while (!_ejection.Admits())
        {
            _clock.Advance(step);
            passed += step;
        }

        return passed.TotalSeconds;
    }
}
