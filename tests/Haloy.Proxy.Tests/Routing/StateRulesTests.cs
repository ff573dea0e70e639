using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Routing;

public sealed class StateRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(RouteState.Serving, null, null)]
    [InlineData(RouteState.Stopped, null, null)]
    [InlineData(RouteState.Paused, 100_000, RouteState.Stopped)]
    [InlineData(RouteState.Stopped, -1, RouteState.Serving)]
    [InlineData(RouteState.Holding, 600, null)]
    [InlineData(RouteState.Holding, -600, RouteState.Paused)]
    [InlineData("word of tomorrow", 5, "another")]
    public void State_can_be_kept(string? state, int? seconds, string? then) => Assert.Empty(Problems(state, seconds, then));

    [Theory]
    [InlineData(RouteState.Holding, null, null, "needs 'until'")]
    [InlineData(RouteState.Holding, 601, null, "longer than requests may be held")]
    [InlineData(RouteState.Holding, 60, RouteState.Holding, "cannot be holding")]
    [InlineData(RouteState.Paused, 60, RouteState.Holding, "cannot be holding")]
    [InlineData(RouteState.Paused, null, RouteState.Serving, "'then' follows 'until'")]
    [InlineData(null, 60, null, "serving does not")]
    [InlineData(RouteState.Serving, 60, null, "serving does not")]
    public void State_is_refused_with_the_reason(string? state, int? seconds, string? then, string reason)
    {
        var problems = Problems(state, seconds, then);

        Assert.Equal(2, problems.Count);
        Assert.StartsWith("route 'a.example.com': ", problems[0]);
        Assert.StartsWith("route 'a.example.com/api': ", problems[1]);
        Assert.All(problems, problem => Assert.Contains(reason, problem));
    }

    [Fact]
    public void End_of_a_state_is_part_of_the_hash()
    {
        var table = Snapshots.Of(Snapshots.Route("a.example.com") with { State = RouteState.Paused });
        var ends = Change(table, r => r with { Until = Noon });

        Assert.Equal(4, new[] { table, ends, Change(ends, r => r with { Until = Noon.AddSeconds(1) }), Change(ends, r => r with { Then = RouteState.Stopped }) }.Select(SnapshotHash.Of).Distinct().Count());
        Assert.Equal(SnapshotHash.Of(ends), SnapshotHash.Of(Change(ends, r => r with { Until = Noon.ToOffset(TimeSpan.FromHours(2)), Then = RouteState.Serving })));
    }

    private static RoutingSnapshot Change(RoutingSnapshot table, Func<SnapshotRoute, SnapshotRoute> change) => table with { Routes = [change(table.Routes![0])] };

    // The same for a host and for a path of it.
    private static IReadOnlyList<string> Problems(string? state, int? seconds, string? then)
    {
        var until = seconds is { } s ? Noon.AddSeconds(s) : (DateTimeOffset?)null;
        var path = new SnapshotPath { Path = "/api", State = state, Until = until, Then = then };
        var route = Snapshots.Route("a.example.com") with { State = state, Until = until, Then = then, Paths = [path] };
        return SnapshotValidator.Problems(Snapshots.Of(route) with { GeneratedAt = Noon });
    }
}
