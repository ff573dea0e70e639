using Haloy.Contracts.ProxyControl;
using Haloy.Server.Metrics;

namespace Haloy.Server.ProxySync;

/// <summary>The proxy's counters as metrics.</summary>
internal sealed class ProxyMetrics(IProxyTelemetry proxy)
{
    private const double MillisecondsPerSecond = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly (string Name, string Type, string Help, Func<TrafficCounters, double> Value)[] Numbers =
    [
        ("requests_total", "counter", "Requests begun.", t => t.Requests),
        ("requests_in_flight", "gauge", "Requests begun and not ended, tunnels aside.", t => t.InFlight),
        ("tunnels", "gauge", "WebSockets and other tunnels that are open.", t => t.Tunnels),
        ("tunnels_total", "counter", "Requests that became tunnels.", t => t.TunnelsTotal),
        ("responses_cut_total", "counter", "Answers of the app that broke off after they began.", t => t.Cut),
        ("requests_abandoned_total", "counter", "Requests whose client went away before the answer was complete.", t => t.Abandoned),
        ("retries_total", "counter", "Attempts that failed and were made again at another backend.", t => t.Retried),
        ("received_bytes_total", "counter", "Bytes of request bodies from clients.", t => t.BytesIn),
        ("sent_bytes_total", "counter", "Bytes of response bodies to clients.", t => t.BytesOut),
    ];

    private static readonly (string Label, Func<TrafficCounters, double> Value)[] Classes =
        [("2xx", t => t.Status2xx), ("3xx", t => t.Status3xx), ("4xx", t => t.Status4xx), ("5xx", t => t.Status5xx)];

    private static readonly (string Label, Func<TrafficCounters, double> Value)[] Pages =
        [("502", t => t.Page502), ("503", t => t.Page503), ("504", t => t.Page504), ("other", t => t.PageOther)];

    /// <summary>Asks the proxy, and says whether it answered.</summary>
    /// <param name="text">Where to write.</param>
    /// <param name="appOf">The app of a deployment; <see langword="null"/> when it is not known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteAsync(MetricsText text, Func<string, string?> appOf, CancellationToken cancellationToken)
    {
        var counters = await AskAsync(cancellationToken);
        text.Begin("haloy_proxy_up", "gauge", "Whether the proxy answers haloyd.");
        text.Sample("haloy_proxy_up", counters is null ? 0 : 1);
        if (counters is not null)
            Write(text, counters, appOf);
    }

    internal static void Write(MetricsText text, ProxyCounters counters, Func<string, string?> appOf)
    {
        text.Begin("haloy_proxy_access_log_lost_lines_total", "counter", "Lines of the access log that nobody took fast enough.");
        text.Sample("haloy_proxy_access_log_lost_lines_total", counters.AccessLogLost);
        Series[] routes =
        [
            .. counters.Routes.OrderBy(r => r.Host, StringComparer.Ordinal).ThenBy(r => r.Path, StringComparer.Ordinal)
                .Select(r => new Series(("host", r.Host), ("path", r.Path), r.Traffic)),
            new(("host", ""), ("path", ""), counters.Unrouted),
        ];
        Series[] deployments =
        [
            .. counters.Deployments.OrderBy(d => d.Deployment, StringComparer.Ordinal)
                .Select(d => new Series(("app", appOf(d.Deployment) ?? ""), ("deployment", d.Deployment), d.Traffic)),
        ];
        WriteNumbers(text, "haloy_route_", routes);
        WriteNumbers(text, "haloy_deployment_", deployments);
        WriteTimes(text, "haloy_deployment_response_head_seconds", "Time until the head of an answer.", deployments, t => t.Head, counters.LatencyBoundsMs);
        WriteTimes(text, "haloy_deployment_response_seconds", "Time until an answer was complete.", deployments, t => t.Total, counters.LatencyBoundsMs);
    }

    private static void WriteNumbers(MetricsText text, string prefix, Series[] all)
    {
        foreach (var number in Numbers)
        {
            text.Begin(prefix + number.Name, number.Type, number.Help);
            foreach (var one in all)
                text.Sample(prefix + number.Name, number.Value(one.Traffic), one.First, one.Second);
        }

        WriteKinds(text, prefix + "responses_total", "Complete answers of the app by class of status.", "class", Classes, all);
        WriteKinds(text, prefix + "pages_total", "Answers that the proxy made itself by status.", "status", Pages, all);
    }

    private static void WriteKinds(MetricsText text, string name, string help, string label, (string Label, Func<TrafficCounters, double> Value)[] kinds, Series[] all)
    {
        text.Begin(name, "counter", help);
        foreach (var one in all)
        {
            foreach (var kind in kinds)
                text.Sample(name, kind.Value(one.Traffic), one.First, one.Second, (label, kind.Label));
        }
    }

    private static void WriteTimes(MetricsText text, string name, string help, Series[] all, Func<TrafficCounters, LatencyCounters?> select, IReadOnlyList<double> bounds)
    {
        text.Begin(name, "histogram", help);
        foreach (var one in all)
        {
            if (select(one.Traffic) is not { } latency)
                continue;
            var below = 0L;
            for (var i = 0; i < bounds.Count; i++)
            {
                below += i < latency.Buckets.Count ? latency.Buckets[i] : 0;
                // Every other one, each twice the one before: a time series costs whoever stores it.
                if (i % 2 == 0)
                    text.Sample(name + "_bucket", below, one.First, one.Second, ("le", MetricsText.Number(bounds[i] / MillisecondsPerSecond)));
            }

            text.Sample(name + "_bucket", latency.Count, one.First, one.Second, ("le", "+Inf"));
            text.Sample(name + "_sum", latency.SumMs / MillisecondsPerSecond, one.First, one.Second);
            text.Sample(name + "_count", latency.Count, one.First, one.Second);
        }
    }

    private async Task<ProxyCounters?> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await proxy.CountersAsync(limit.Token);
        }
        catch (Exception e) when (e is ProxyUnreachableException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>One route or deployment with the two labels that name it.</summary>
    private sealed record Series((string, string) First, (string, string) Second, TrafficCounters Traffic);
}
