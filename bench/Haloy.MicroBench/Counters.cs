using System.Net;
using BenchmarkDotNet.Attributes;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Counting;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http1;
using Haloy.Proxy.LoadBalancing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.MicroBench;

/// <summary>Everything that is counted of one request, with and without a line in the access log, and reading what was counted of ten thousand routes.</summary>
public class Counters
{
    private const int Routes = 10_000;

    private readonly BackendRegistry _registry = new(1, TimeProvider.System);
    private readonly RequestHead _head = new();
    private EventLoopAndLog _on = null!;
    private RequestRecord _record = null!;
    private Meter _route = null!;
    private Backend _backend = null!;

    [GlobalSetup]
    public void Build()
    {
        // Never started, it is only asked for the time.
        var loop = new EventLoop(0, TimeProvider.System, NullLogger.Instance);
        _on = new(loop, new AccessLog(AccessLogSampling.On, () => Stream.Null, loops: 1, TimeProvider.System));
        _on.Log.Start();
        RequestHeadParser.TryParse(Samples.BrowserRequest, _head);
        _record = new RequestRecord(loop, _registry.Meters.Unrouted);
        _route = _registry.Meters.OfRoute("app.example.com", "");
        _backend = _registry.Find(new BackendKey(IPAddress.Loopback, 8080, "d1"));
        for (var i = 0; i < Routes; i++)
            _registry.Meters.OfRoute($"app{i}.example.com", "").On(0).Add(Cell.Requests);
    }

    [Benchmark]
    public void Request()
    {
        _record.Begin();
        Finish();
    }

    [Benchmark]
    public void LoggedRequest()
    {
        _record.Begin(_on.Log.Begin(_on.Loop, _head, Samples.BrowserRequest, IPAddress.Loopback, "HTTP/1.1"u8));
        Finish();
    }

    [Benchmark]
    public object ReadAll() => _registry.Meters.Read(accessLogLost: 0);

    private void Finish()
    {
        _record.Route(_route);
        _record.Claim(_backend);
        _record.Answer(200);
        _record.Send(1024);
        _record.End();
    }

    private sealed record EventLoopAndLog(EventLoop Loop, AccessLog Log);
}
