using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Tests.Counting;

public sealed class LatencyBoundsTests
{
    [Fact]
    public void Bounds_double_in_two_steps_from_a_millisecond_to_a_minute()
    {
        Assert.Equal([1, 1.5, 2, 3, 4, 6, 8, 12, 16], LatencyBounds.Milliseconds.Take(9));
        Assert.Equal(65536, LatencyBounds.Milliseconds[^1]);
        Assert.Equal(LatencyBounds.Buckets - 1, LatencyBounds.Milliseconds.Count);
    }

    [Fact]
    public void Time_is_in_the_bucket_whose_bounds_hold_it()
    {
        for (var i = 0; i < LatencyBounds.Milliseconds.Count; i++)
        {
            var bound = (long)(LatencyBounds.Milliseconds[i] * 1000);
            Assert.Equal(i, LatencyBounds.IndexOf(bound));
            Assert.Equal(i + 1, LatencyBounds.IndexOf(bound + 1));
        }

        Assert.Equal(0, LatencyBounds.IndexOf(0));
        Assert.Equal(LatencyBounds.Buckets - 1, LatencyBounds.IndexOf(long.MaxValue));
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 2.5)]
    [InlineData(1, 3)]
    [InlineData(0.1, 0.4)]
    public void Percentile_is_interpolated_in_its_bucket(double share, double expected)
    {
        // One of four each up to 1 ms and 2 ms, two up to 3 ms.
        var latency = new LatencyCounters { Count = 4, Buckets = [1, 0, 1, 2] };

        Assert.Equal(expected, latency.Percentile(share, LatencyBounds.Milliseconds), 6);
    }

    [Fact]
    public void Percentile_of_nothing_is_no_number_and_of_the_endless_is_the_last_bound()
    {
        Assert.Equal(double.NaN, new LatencyCounters().Percentile(0.5, LatencyBounds.Milliseconds));
        var late = new LatencyCounters { Count = 1, Buckets = [.. Enumerable.Repeat(0L, LatencyBounds.Buckets - 1), 1] };
        Assert.Equal(65536, late.Percentile(0.5, LatencyBounds.Milliseconds));
    }
}
