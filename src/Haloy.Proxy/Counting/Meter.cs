using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Counting;

/// <summary>The counters of one route or deployment: a <see cref="Tally"/> for each loop that has had a request for it.</summary>
internal sealed class Meter(int loops)
{
    private const double MicrosecondsPerMillisecond = 1000;

    private readonly Tally?[] _tallies = new Tally?[loops];

    /// <summary>Timestamp of when a table last named it, or it was found at work without; kept by <see cref="MeterRegistry"/>.</summary>
    public long NamedAt { get; set; }

    /// <summary>What a loop counts; only that loop asks.</summary>
    public Tally On(int loop) => _tallies[loop] ?? Begin(loop);

    /// <summary>All loops together; <see langword="null"/> when there was never a request.</summary>
    public TrafficCounters? Read()
    {
        TallySum? sum = null;
        for (var i = 0; i < _tallies.Length; i++)
            Volatile.Read(ref _tallies[i])?.AddTo(sum ??= new());
        return sum is null ? null : Describe(sum);
    }

    private Tally Begin(int loop)
    {
        var tally = new Tally();
        Volatile.Write(ref _tallies[loop], tally);
        return tally;
    }

    private static TrafficCounters Describe(TallySum sum) => new()
    {
        Requests = sum[Cell.Requests],
        InFlight = sum[Cell.InFlight],
        Tunnels = sum[Cell.Tunnels],
        TunnelsTotal = sum[Cell.TunnelsTotal],
        Status2xx = sum[Cell.Status2xx],
        Status3xx = sum[Cell.Status3xx],
        Status4xx = sum[Cell.Status4xx],
        Status5xx = sum[Cell.Status5xx],
        Page502 = sum[Cell.Page502],
        Page503 = sum[Cell.Page503],
        Page504 = sum[Cell.Page504],
        PageOther = sum[Cell.PageOther],
        Cut = sum[Cell.Cut],
        Abandoned = sum[Cell.Abandoned],
        Retried = sum[Cell.Retried],
        BytesIn = sum[Cell.BytesIn],
        BytesOut = sum[Cell.BytesOut],
        Head = Describe(sum.HeadBuckets, sum[Cell.HeadTime]),
        Total = Describe(sum.TotalBuckets, sum[Cell.TotalTime]),
    };

    private static LatencyCounters? Describe(ReadOnlySpan<long> buckets, long microseconds)
    {
        var used = buckets.LastIndexOfAnyExcept(0) + 1;
        if (used == 0)
            return null;
        var count = 0L;
        foreach (var bucket in buckets)
            count += bucket;
        return new() { Count = count, SumMs = microseconds / MicrosecondsPerMillisecond, Buckets = buckets[..used].ToArray() };
    }
}
