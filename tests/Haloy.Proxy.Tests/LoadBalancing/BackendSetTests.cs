using System.Net;
using Haloy.Proxy.LoadBalancing;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.LoadBalancing;

public sealed class BackendSetTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeClock _clock = new();
    private readonly Backend[] _backends;
    private readonly BackendSet _set;

    public BackendSetTests()
    {
        _backends = [.. Enumerable.Range(1, 3).Select(port => new Backend(new BackendKey(IPAddress.Loopback, port, null), 1, _clock))];
        _set = new BackendSet(_backends, new RoundRobin());
    }

    [Fact]
    public void Backends_take_turns() => Assert.Equal("123123", Claims(_set, 6));

    [Fact]
    public void Weighted_backends_take_turns_by_their_weight() =>
        Assert.Equal("1121311" + "1121311", Claims(Weighted(5, 1, 1), 14));

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
        _backends[1].Eject(Second);

        Assert.DoesNotContain('2', Claims(_set, 6));
        _clock.Advance(Second);
        Assert.Single(Claims(_set, 10), c => c == '2');
        _backends[1].Readmit();
        Assert.Equal(3, Claims(_set, 9).Count(c => c == '2'));
    }

    [Fact]
    public void What_an_ejected_backend_leaves_is_shared_by_all_others()
    {
        _backends[1].Eject(Second);

        Assert.Equal("13131313", Claims(_set, 8));
    }

    [Fact]
    public void Weights_hold_among_those_that_are_left()
    {
        var set = Weighted(100, 3, 1);
        _backends[0].Eject(Second);

        var claims = Claims(set, 400);

        Assert.Equal((0, 300, 100), (claims.Count(c => c == '1'), claims.Count(c => c == '2'), claims.Count(c => c == '3')));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ejected_backends_are_used_when_there_is_no_other(bool byLoad)
    {
        foreach (var backend in _backends)
            backend.Eject(Second);

        Assert.Equal(3, Claims(ByWeight([1, 1, 1], byLoad), 3).Distinct().Count());
        Assert.Equal(PickResult.Claimed, ByWeight([1, 1, 1], byLoad).TryClaim([_backends[0], _backends[2]], out var last));
        Assert.Same(_backends[1], last);
    }

    [Fact]
    public void Retired_backends_alone_mean_the_table_is_stale()
    {
        foreach (var backend in _backends)
            backend.Retire();

        Assert.Equal(PickResult.TableIsStale, _set.TryClaim(null, out _));
        Assert.All(_backends, b => Assert.Equal(0, b.InFlight));
    }

    [Fact]
    public void Retired_backend_beside_others_is_passed_over()
    {
        _backends[0].Retire();

        Assert.DoesNotContain('1', Claims(_set, 6));
        Assert.DoesNotContain('1', Claims(Weighted(1000, 1, 1), 6));
        Assert.DoesNotContain('1', Claims(ByWeight([1, 1, 1], byLoad: true), 6));
        Assert.Equal(0, _backends[0].InFlight);
    }

    [Fact]
    public void Empty_set_has_nothing_to_claim() => Assert.Equal(PickResult.Exhausted, BackendSet.Empty.TryClaim(null, out _));

    [Fact]
    public void Backend_without_weight_waits_until_no_other_can_be_reached()
    {
        var set = Weighted(1, 0, 1);

        Assert.Equal("131313", Claims(set, 6));
        Assert.Equal(PickResult.Claimed, set.TryClaim([_backends[0], _backends[2]], out var afterFailures));
        Assert.Same(_backends[1], afterFailures);
        _backends[0].Eject(Second);
        _backends[2].Eject(Second);
        Assert.Equal("222", Claims(set, 3));
        _backends[1].Eject(Second);
        Assert.Equal(3, Claims(set, 3).Distinct().Count());
    }

    [Fact]
    public void Backends_without_weight_share_what_comes_to_them()
    {
        var set = Weighted(1, 0, 0);
        _backends[0].Eject(Second);

        Assert.Equal("232323", Claims(set, 6));
    }

    [Fact]
    public void Backends_that_all_have_no_weight_are_equal() => Assert.Equal("123123", Claims(Weighted(0, 0, 0), 6));

    [Fact]
    public void Least_loaded_backend_is_next_and_equals_take_turns()
    {
        var set = ByWeight([1, 1, 1], byLoad: true);

        Assert.Equal("123123", Claims(set, 6));
        _backends[1].Leave(true);
        _backends[1].Leave(true);
        Assert.Equal("22", Claims(set, 2));
    }

    [Fact]
    public void Tunnels_are_load_too()
    {
        var set = ByWeight([1, 1, 1], byLoad: true);
        Assert.Equal("123", Claims(set, 3));

        _backends[0].OpenTunnel();
        _backends[1].Leave(true);
        _backends[2].Leave(true);

        Assert.DoesNotContain('1', Claims(set, 2));
    }

    [Fact]
    public void Load_is_measured_by_weight()
    {
        var set = ByWeight([4, 2, 1], byLoad: true);

        Claims(set, 70);

        Assert.Equal([40, 20, 10], _backends.Select(b => b.InFlight));
    }

    [Fact]
    public void Idle_backends_of_different_weight_take_turns_by_it()
    {
        var set = ByWeight([2, 1, 1], byLoad: true);
        var counts = new int[3];
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(PickResult.Claimed, set.TryClaim(null, out var backend));
            counts[backend!.Key.Port - 1]++;
            backend.Leave(true);
        }

        Assert.Equal([20, 10, 10], counts);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(5, 50)]
    [InlineData(10, 100)]
    public void Newcomer_gets_what_its_age_allows(double seconds, int newcomer)
    {
        var set = new BackendSet(_backends[..2], new RoundRobin());
        _backends[1].StartSlowly(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(seconds));

        var claims = Claims(set, 100 + newcomer);

        Assert.InRange(claims.Count(c => c == '2'), newcomer - 1, newcomer + 1);
    }

    [Fact]
    public void Newcomer_gets_everything_when_nobody_else_can_be_reached()
    {
        _backends[2].StartSlowly(Second);
        _backends[0].Eject(Second);
        _backends[1].Eject(Second);

        Assert.Equal("33333", Claims(_set, 5));
        Assert.Equal("33333", Claims(ByWeight([1, 1, 1], byLoad: true), 5));
    }

    [Fact]
    public void Newcomers_among_themselves_share_evenly()
    {
        foreach (var backend in _backends)
            backend.StartSlowly(Second);

        var claims = Claims(_set, 300);

        Assert.All("123", b => Assert.InRange(claims.Count(c => c == b), 95, 105));
    }

    [Fact]
    public void Newcomer_bears_a_load_that_its_age_allows()
    {
        var set = ByWeight([1, 1, 1], byLoad: true);
        _backends[0].StartSlowly(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(5));

        Claims(set, 50);

        Assert.Equal([10, 20, 20], _backends.Select(b => b.InFlight));
    }

    [Fact]
    public async Task Claims_of_many_threads_are_shared_exactly_and_none_is_lost()
    {
        const int Threads = 4;
        const int Rounds = 5000;
        var set = Weighted(3, 1, 1);
        var cancel = TestContext.Current.CancellationToken;

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() => Claims(set, Rounds), cancel)));

        Assert.Equal([12_000, 4_000, 4_000], _backends.Select(b => b.InFlight));
    }

    private BackendSet Weighted(params int[] weights) => ByWeight(weights, byLoad: false);

    private BackendSet ByWeight(int[] weights, bool byLoad) => new(_backends, weights, new RoundRobin(), byLoad);

    private static string Claims(BackendSet set, int count) => string.Concat(Enumerable.Range(0, count).Select(_ =>
    {
        Assert.Equal(PickResult.Claimed, set.TryClaim(null, out var backend));
        return backend!.Key.Port;
    }));
}
