using System.Text.Json.Serialization;

namespace Haloy.Contracts.ProxyControl;

/// <summary>
/// Ours: answer of <c>GET /v1/counters</c> on the control socket. Everything but the gauges only grows, from 0 when the proxy starts or the route or
/// deployment first appears; what no table has named for ten minutes is left out. Who was never asked is left out too: absent means 0.
/// </summary>
public sealed record ProxyCounters
{
    /// <summary>When the proxy began to count; a later one than last time means that everything begins at 0 again.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Upper bounds of the latency buckets, in milliseconds; see <see cref="LatencyBounds"/>.</summary>
    public IReadOnlyList<double> LatencyBoundsMs { get; init; } = [];

    /// <summary>By host and path prefix.</summary>
    public IReadOnlyList<RouteCounters> Routes { get; init; } = [];

    /// <summary>By deployment.</summary>
    public IReadOnlyList<DeploymentCounters> Deployments { get; init; } = [];

    /// <summary>Requests that led to no app: unknown hosts, redirects, malformed ones, the daemon's API.</summary>
    public TrafficCounters Unrouted { get; init; } = new();

    /// <summary>Lines of the access log that were left out because nobody took them fast enough.</summary>
    public long AccessLogLost { get; init; }
}

/// <summary>What came in for one route.</summary>
public sealed record RouteCounters
{
    /// <summary>Canonical host, lower-case.</summary>
    public string Host { get; init; } = "";

    /// <summary>Path prefix without slash at its end; empty for the whole host.</summary>
    public string Path { get; init; } = "";

    /// <summary>The counters; latencies from when the head of a request was read.</summary>
    public TrafficCounters Traffic { get; init; } = new();
}

/// <summary>What one deployment was given.</summary>
public sealed record DeploymentCounters
{
    /// <summary>Its id.</summary>
    public string Deployment { get; init; } = "";

    /// <summary>The counters; each attempt at one of its backends is a request, and latencies begin with it.</summary>
    public TrafficCounters Traffic { get; init; } = new();
}

/// <summary>Counters of requests. Each of them is in flight, or a tunnel, or has ended in exactly one of the ways that are counted here.</summary>
public sealed record TrafficCounters
{
    /// <summary>Requests begun.</summary>
    public long Requests { get; init; }

    /// <summary>Gauge: requests begun and not ended, tunnels aside.</summary>
    public long InFlight { get; init; }

    /// <summary>Gauge: WebSockets and other tunnels that are open.</summary>
    public long Tunnels { get; init; }

    /// <summary>Requests that became tunnels.</summary>
    public long TunnelsTotal { get; init; }

    /// <summary>Complete answers of the app with a status from 200 to 299; interim ones (1xx) are not counted.</summary>
    [JsonPropertyName("status_2xx")]
    public long Status2xx { get; init; }

    /// <summary>From 300 to 399.</summary>
    [JsonPropertyName("status_3xx")]
    public long Status3xx { get; init; }

    /// <summary>From 400 to 499.</summary>
    [JsonPropertyName("status_4xx")]
    public long Status4xx { get; init; }

    /// <summary>From 500 on.</summary>
    [JsonPropertyName("status_5xx")]
    public long Status5xx { get; init; }

    /// <summary>Answers that the proxy made with status 502: no backend, or none that answered.</summary>
    [JsonPropertyName("page_502")]
    public long Page502 { get; init; }

    /// <summary>With status 503: stopped, paused, too many waiting.</summary>
    [JsonPropertyName("page_503")]
    public long Page503 { get; init; }

    /// <summary>With status 504: no answer in time.</summary>
    [JsonPropertyName("page_504")]
    public long Page504 { get; init; }

    /// <summary>With another status: redirects, refusals, pages for what is not there.</summary>
    public long PageOther { get; init; }

    /// <summary>Answers of the app that broke off after they began, by the app or by a limit of the proxy.</summary>
    public long Cut { get; init; }

    /// <summary>Requests whose client went away before its answer was complete.</summary>
    public long Abandoned { get; init; }

    /// <summary>
    /// Attempts that failed and were made again at another backend. Of a deployment that is a way for a request to end; of a route, where the request
    /// goes on, it is not.
    /// </summary>
    public long Retried { get; init; }

    /// <summary>Bytes of request bodies, and through tunnels, from clients.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes of response bodies, and through tunnels, to clients.</summary>
    public long BytesOut { get; init; }

    /// <summary>How long it took until the head of an app's answer was there.</summary>
    public LatencyCounters? Head { get; init; }

    /// <summary>How long it took until an app's answer was complete.</summary>
    public LatencyCounters? Total { get; init; }
}

/// <summary>A histogram of times.</summary>
public sealed record LatencyCounters
{
    /// <summary>How many there are.</summary>
    public long Count { get; init; }

    /// <summary>All of them together, in milliseconds.</summary>
    public double SumMs { get; init; }

    /// <summary>How many are in each bucket, those above the last bound behind the others; empty ones at the end are left out.</summary>
    public IReadOnlyList<long> Buckets { get; init; } = [];

    /// <summary>The time in milliseconds that this share of all took at most, interpolated in its bucket; NaN when there are none.</summary>
    /// <param name="share">From 0 to 1, such as 0.95.</param>
    /// <param name="bounds"><see cref="ProxyCounters.LatencyBoundsMs"/> of the same answer.</param>
    public double Percentile(double share, IReadOnlyList<double> bounds)
    {
        var rank = share * Count;
        var below = 0L;
        for (var i = 0; i < Buckets.Count; i++)
        {
            if (Buckets[i] > 0 && below + Buckets[i] >= rank)
            {
                var from = i == 0 ? 0 : bounds[i - 1];
                // Nothing is known of what lies above the last bound but that.
                return i >= bounds.Count ? from : from + ((bounds[i] - from) * (rank - below) / Buckets[i]);
            }

            below += Buckets[i];
        }

        return double.NaN;
    }
}
