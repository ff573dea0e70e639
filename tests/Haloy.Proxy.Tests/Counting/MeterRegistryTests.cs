using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Counting;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Counting;

public sealed class MeterRegistryTests
{
    private readonly FakeClock _clock = new();
    private readonly MeterRegistry _meters;

    public MeterRegistryTests() => _meters = new MeterRegistry(2, _clock);

    [Fact]
    public void Counts_of_all_loops_are_one_sum()
    {
        var meter = _meters.OfRoute("app.example.com", "/api");
        meter.On(0).Add(Cell.Requests, 3);
        meter.On(1).Add(Cell.Requests, 4);
        meter.On(1).AddTotal(2500);
        meter.On(0).AddTotal(500);

        var route = Assert.Single(Read().Routes);
        Assert.Equal(("app.example.com", "/api", 7L), (route.Host, route.Path, route.Traffic.Requests));
        Assert.Equal((2L, 3.0), (route.Traffic.Total!.Count, route.Traffic.Total.SumMs));
        Assert.Equal([1, 0, 0, 1], route.Traffic.Total.Buckets);
        Assert.Null(route.Traffic.Head);
    }

    [Fact]
    public void Who_was_never_asked_is_left_out()
    {
        var meter = _meters.OfDeployment("d1");
        _meters.Keep([meter]);

        Assert.Empty(Read().Deployments);
        Assert.Same(meter, _meters.OfDeployment("d1"));
    }

    [Fact]
    public void Counters_that_no_table_names_stay_readable_for_a_while()
    {
        var meter = _meters.OfDeployment("d1");
        meter.On(0).Add(Cell.Requests);
        _meters.Keep([meter]);
        _clock.Advance(TimeSpan.FromHours(1));
        _meters.Keep([]);

        _clock.Advance(MeterRegistry.Memory - TimeSpan.FromSeconds(1));
        Assert.Single(Read().Deployments);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(Read().Deployments);
    }

    [Fact]
    public void Counters_with_a_request_under_way_stay_and_are_readable_after_it()
    {
        var meter = _meters.OfDeployment("d1");
        meter.On(1).Add(Cell.InFlight);
        _meters.Keep([]);
        _clock.Advance(MeterRegistry.Memory * 2);
        Assert.Equal(1, Assert.Single(Read().Deployments).Traffic.InFlight);

        meter.On(1).Add(Cell.InFlight, -1);
        _clock.Advance(MeterRegistry.Memory - TimeSpan.FromSeconds(1));
        Assert.Equal(0, Assert.Single(Read().Deployments).Traffic.InFlight);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(Read().Deployments);
    }

    [Fact]
    public void Readers_see_whole_and_growing_numbers_while_loops_count()
    {
        const long Step = 0x1_0000_0001;
        var meter = _meters.OfRoute("app.example.com", "");
        _meters.Keep([meter]);
        using var stop = new CancellationTokenSource();
        var loops = new[] { 0, 1 }.Select(loop => new Thread(() =>
        {
            var tally = meter.On(loop);
            while (!stop.IsCancellationRequested)
                tally.Add(Cell.BytesOut, Step);
        })).ToList();
        loops.ForEach(l => l.Start());

        var before = 0L;
        for (var i = 0; i < 10_000; i++)
        {
            var now = meter.Read()?.BytesOut ?? 0;
            Assert.True(now >= before);
            Assert.Equal(0, now % Step);
            before = now;
        }

        stop.Cancel();
        loops.ForEach(l => l.Join());
    }

    private ProxyCounters Read() => _meters.Read(accessLogLost: 0);
}
