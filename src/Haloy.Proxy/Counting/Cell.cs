namespace Haloy.Proxy.Counting;

/// <summary>What a <see cref="Tally"/> counts; see <see cref="Contracts.ProxyControl.TrafficCounters"/> for what each of them means.</summary>
internal enum Cell
{
    Requests,
    InFlight,
    Tunnels,
    TunnelsTotal,
    Status2xx,
    Status3xx,
    Status4xx,
    Status5xx,
    Page502,
    Page503,
    Page504,
    PageOther,
    Cut,
    Abandoned,
    Retried,
    BytesIn,
    BytesOut,

    /// <summary>Microseconds until the heads of answers, all together.</summary>
    HeadTime,

    /// <summary>Microseconds until the ends of answers, all together.</summary>
    TotalTime,

    /// <summary>How many cells with a name there are; the buckets of the two histograms follow.</summary>
    Named,
}
