using System.Net;
using BenchmarkDotNet.Attributes;
using Haloy.Proxy.Counting;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.LoadBalancing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.MicroBench;

/// <summary>Everything that is counted of one request, and reading what was counted of ten thousand routes.</summary>
public class Counters
{
    private const int Routes = 10_000;

    private readonly BackendRegistry _registry = new(1, TimeProvider.System);
    private RequestRecord _record = null!;
    private Meter _route = null!;
    private Backend _backend = null!;

    [GlobalSetup]
    public void Build()
    {
        // Never started, it is only asked for the time.
        _record = new RequestRecord(new EventLoop(0, TimeProvider.System, NullLogger.Instance), _registry.Meters.Unrouted);
        _route = _registry.Meters.OfRoute("app.example.com", "");
        _backend = _registry.Find(new BackendKey(IPAddress.Loopback, 8080, "d1"));
        for (var i = 0; i < Routes; i++)
            _registry.Meters.OfRoute($"app{i}.example.com", "").On(0).Add(Cell.Requests);
    }

    [Benchmark]
    public void Request()
    {
        _record.Begin();
        _record.Route(_route);
        _record.Claim(_backend);
        _record.Answer(200);
        _record.Send(1024);
        _record.End();
    }

    [Benchmark]
    public object ReadAll() => _registry.Meters.Read(accessLogLost: 0);
}
