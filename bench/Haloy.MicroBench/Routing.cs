using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Routing;

namespace Haloy.MicroBench;

/// <summary>Deciding what becomes of a request, with few and with many routes.</summary>
public class Routing
{
    private static readonly IPAddress Peer = IPAddress.Parse("192.0.2.7");
    private static readonly byte[] Target = Encoding.ASCII.GetBytes("/api/v2/products/42?fields=all");

    private readonly Router _router = new(443);
    private RouteTable _table = null!;
    private string _host = "";

    [Params(10, 10_000)]
    public int Routes { get; set; }

    [GlobalSetup]
    public void Build()
    {
        _table = new RouteTableBuilder(new BackendRegistry(1, TimeProvider.System)).Build(new RoutingSnapshot
        {
            Routes = [.. Enumerable.Range(0, Routes).Select(Route), Route(-1) with { Canonical = "*.wild.example.com" }],
        });
        _host = $"app{Routes / 2}.example.com";
    }

    [Benchmark]
    public object? Exact() => Decide(_host);

    [Benchmark]
    public object? Wildcard() => Decide("someone.wild.example.com");

    [Benchmark]
    public object? Unknown() => Decide("nobody.example.net");

    private BackendSet? Decide(string host) => _router.Decide(_table, new RequestFacts(isHttps: true, host, Target, Peer)).Backends;

    private static SnapshotRoute Route(int number) => new()
    {
        Canonical = $"app{number}.example.com",
        Backends = [new SnapshotBackend { Ip = $"10.1.{(number & 0xff00) >> 8}.{number & 0xff}", Port = "8080" }],
        Paths = [new SnapshotPath { Path = "/api", Backends = [new SnapshotBackend { Ip = "10.0.0.1", Port = "8080" }] }],
    };
}
