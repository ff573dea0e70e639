using Haloy.Contracts.ProxyControl;
using Haloy.Server.Deployments;
using Haloy.Server.Metrics;
using Haloy.Server.ProxySync;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Api;

public sealed class MetricsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_are_there_without_a_proxy()
    {
        await using var host = await ApiHost.StartAsync();

        using var response = await host.Client.GetAsync("/v1/metrics", Cancellation);
        var lines = (await response.Content.ReadAsStringAsync(Cancellation)).Split('\n');

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Contains("haloy_apps 0", lines);
        Assert.Contains("haloy_proxy_up 0", lines);
        Assert.Contains("haloy_deployments{phase=\"rolling\"} 0", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("haloy_route_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Counters_become_samples()
    {
        await using var host = await ApiHost.StartAsync();
        host.Proxy.Counters = new()
        {
            LatencyBoundsMs = [1, 1.5, 2],
            Routes = [new() { Host = "a.example.com", Path = "/api", Traffic = new() { Requests = 5, Status2xx = 3, Page503 = 2, BytesOut = 100 } }],
            Deployments = [new() { Deployment = "d1", Traffic = new() { Requests = 3, Total = new() { Count = 3, SumMs = 4.5, Buckets = [1, 0, 1, 1] } } }],
            Unrouted = new() { Requests = 9 },
        };

        var lines = (await host.Client.GetStringAsync("/v1/metrics", Cancellation)).Split('\n');

        Assert.Contains("haloy_proxy_up 1", lines);
        Assert.Contains("haloy_route_requests_total{host=\"a.example.com\",path=\"/api\"} 5", lines);
        Assert.Contains("haloy_route_requests_total{host=\"\",path=\"\"} 9", lines);
        Assert.Contains("haloy_route_responses_total{host=\"a.example.com\",path=\"/api\",class=\"2xx\"} 3", lines);
        Assert.Contains("haloy_route_pages_total{host=\"a.example.com\",path=\"/api\",status=\"503\"} 2", lines);
        Assert.Contains("haloy_deployment_requests_total{app=\"\",deployment=\"d1\"} 3", lines);
        Assert.Contains("haloy_deployment_response_seconds_bucket{app=\"\",deployment=\"d1\",le=\"0.001\"} 1", lines);
        Assert.Contains("haloy_deployment_response_seconds_bucket{app=\"\",deployment=\"d1\",le=\"0.002\"} 2", lines);
        Assert.Contains("haloy_deployment_response_seconds_bucket{app=\"\",deployment=\"d1\",le=\"+Inf\"} 3", lines);
        Assert.Contains("haloy_deployment_response_seconds_sum{app=\"\",deployment=\"d1\"} 0.0045", lines);
    }

    [Fact]
    public void Labels_cannot_break_out_of_their_quotes()
    {
        var text = new MetricsText();

        text.Sample("a", 1.5, ("b", "c\"\\\nd"));

        Assert.Equal("a{b=\"c\\\"\\\\\\nd\"} 1.5\n", text.ToString());
    }

    [Fact]
    public void Every_sample_belongs_to_the_metric_begun_last()
    {
        var text = new MetricsText();
        DaemonMetrics.Write(text, World.Empty, new Dictionary<string, DateTimeOffset> { ["a.example.com"] = DateTimeOffset.UnixEpoch });
        var traffic = new TrafficCounters { Head = new() { Count = 1, Buckets = [1] }, Total = new() { Count = 1, Buckets = [1] } };
        ProxyMetrics.Write(text, new() { LatencyBoundsMs = [1], Deployments = [new() { Traffic = traffic }] }, _ => "shop");

        var metric = "";
        var seen = new HashSet<string>();
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                Assert.True(seen.Add(metric = line.Split(' ')[2]), $"{metric} is there twice");
            else if (!line.StartsWith('#'))
                Assert.StartsWith(metric, line, StringComparison.Ordinal);
        }
    }
}
