using System.Net;
using Haloy.Proxy.LoadBalancing;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.LoadBalancing;

public sealed class BackendSetTests
{
    private readonly FakeClock _clock = new();
    private readonly Backend[] _backends;
    private readonly BackendSet _set;

    public BackendSetTests()
    {
        _backends = [.. Enumerable.Range(1, 3).Select(port => new Backend(new BackendKey(IPAddress.Loopback, port, null), 1, _clock))];
        _set = new BackendSet(_backends, new RoundRobin());
    }

    [Fact]
    public void Backends_take_turns() => Assert.Equal([1, 2, 3, 1, 2, 3], Enumerable.Range(0, 6).Select(_ => Claim()));

    [Fact]
    public void Tried_backends_are_left_out_until_none_is_left()
    {
        Assert.NotEqual(PickResult.Exhausted, _set.TryClaim([_backends[0], _backends[1]], out var only));
        Assert.Same(_backends[2], only);
        Assert.Equal(PickResult.Exhausted, _set.TryClaim([.. _backends], out _));
    }

    [Fact]
    public void Ejected_backend_is_left_out_for_its_time()
    {
        _backends[1].Eject(TimeSpan.FromSeconds(1));

        Assert.DoesNotContain(2, Enumerable.Range(0, 6).Select(_ => Claim()));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(2, Enumerable.Range(0, 3).Select(_ => Claim()));
    }

    [Fact]
    public void Ejected_backends_are_used_when_there_is_no_other()
    {
        foreach (var backend in _backends)
            backend.Eject(TimeSpan.FromSeconds(1));

        Assert.Equal(PickResult.Claimed, _set.TryClaim(null, out _));
    }

    [Fact]
    public void Retired_backends_alone_mean_the_table_is_stale()
    {
        foreach (var backend in _backends)
            backend.Retire();

        Assert.Equal(PickResult.TableIsStale, _set.TryClaim(null, out _));
    }

    [Fact]
    public void Empty_set_has_nothing_to_claim() => Assert.Equal(PickResult.Exhausted, BackendSet.Empty.TryClaim(null, out _));

    private int Claim()
    {
        Assert.Equal(PickResult.Claimed, _set.TryClaim(null, out var backend));
        return backend!.Key.Port;
    }
}
