using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Control;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Control;

public sealed class TableHolderTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly TableHolder _tables;

    public TableHolderTests() => _tables = new TableHolder(new BackendRegistry(1, _clock), _clock);

    public void Dispose() => _tables.Dispose();

    [Fact]
    public void Each_state_ends_at_its_own_moment()
    {
        _tables.Adopt(Snapshots.Of(
            Of("a.example.com", RouteState.Holding, TimeSpan.FromSeconds(5), RouteState.Paused),
            Of("b.example.com", RouteState.Paused, TimeSpan.FromSeconds(7), null),
            Of("c.example.com", RouteState.Stopped, null, null),
            Of("d.example.com", RouteState.Holding, TimeSpan.FromSeconds(-1), RouteState.Stopped)));
        var adoptions = 0;
        _tables.Adopted += () => adoptions++;

        Assert.Equal("Hold Maintenance Stopped Stopped", Actions());
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("Maintenance Maintenance Stopped Stopped", Actions());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Maintenance Forward Stopped Stopped", Actions());
        _clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(2, adoptions);
    }

    [Fact]
    public void State_may_last_longer_than_a_timer()
    {
        _tables.Adopt(Snapshots.Of(Of("a.example.com", RouteState.Paused, TimeSpan.FromDays(100), null)));

        _clock.Advance(TimeSpan.FromDays(100) - TimeSpan.FromTicks(1));
        Assert.Equal("Maintenance", Actions());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("Forward", Actions());
    }

    [Fact]
    public void Later_table_forgets_the_ends_of_the_one_before()
    {
        _tables.Adopt(Snapshots.Of(Of("a.example.com", RouteState.Paused, TimeSpan.FromSeconds(5), null)));
        _tables.Adopt(Snapshots.Of(Of("a.example.com", RouteState.Paused, null, null)));

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("Maintenance", Actions());
        Assert.Null(_clock.NextDue);
    }

    private SnapshotRoute Of(string host, string state, TimeSpan? left, string? then) =>
        Snapshots.Route(host) with { State = state, Until = _clock.GetUtcNow() + left, Then = then };

    private string Actions() => string.Join(' ', "abcd".Select(c => _tables.Current.TryMatch($"{c}.example.com", out var route) ? route.Root!.Action : (RouteAction?)null).OfType<RouteAction>());
}
