using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.ProxySync;
using Haloy.Server.Tests.Support;
using Haloy.Testing;

namespace Haloy.Server.Tests.ProxySync;

public class SnapshotTests
{
    private static readonly AppBackend Backend = new(A.Container(A.Deployment("d1"), 1), Draining: false);

    [Fact]
    public void Name_that_two_claim_stays_with_the_first()
    {
        var table = SnapshotBuilder.Build([Route("a.example.com", "b.example.com"), Route("B.example.com"), Route("c.example.com", "A.example.com", "d.example.com")], null, null);

        Assert.Equal(["a.example.com [b.example.com]", "c.example.com [d.example.com]"], table.Routes!.Select(r => $"{r.Canonical} [{string.Join(' ', r.Aliases!)}]"));
    }

    [Fact]
    public void Each_backend_is_spoken_to_as_its_own_container_says()
    {
        var other = Backend with { Container = Backend.Container with { Address = "10.9.9.9", Protocol = "h2c" } };
        var table = SnapshotBuilder.Build([Route("a.example.com") with { Backends = [Backend, other] }], null, null);

        Assert.Equal([null, "h2c"], table.Routes![0].Backends!.Select(b => b.Protocol));
    }

    [Fact]
    public void Host_is_shared_path_by_path()
    {
        var policy = new SnapshotPolicy { MaxBodyBytes = 1 };
        var table = SnapshotBuilder.Build(
            [
                On("a.example.com", "/api") with { Policy = policy },
                Route("a.example.com", "www.example.com"),
                On("a.example.com", "/api"),
                On("b.example.com", "/x") with { Stopped = true },
                On("www.example.com", "/y"),
            ],
            null,
            null);

        Assert.Equal(
            ["a.example.com [www.example.com] False /api", "b.example.com [] True /x stopped"],
            table.Routes!.Select(r => $"{r.Canonical} [{string.Join(' ', r.Aliases!)}] {r.PathsOnly} {string.Join(',', r.Paths!.Select(p => $"{p.Path} {p.State}".Trim()))}"));
        Assert.Same(policy, table.Routes![0].Paths![0].Policy);
        Assert.Null(table.Routes[0].Policy);
        Assert.Single(table.Routes[0].Paths![0].Backends!);
    }

    [Fact]
    public void Api_domain_belongs_to_the_daemon() =>
        Assert.Empty(SnapshotBuilder.Build([Route("api.example.com")], "api.example.com", null).Routes!);

    [Fact]
    public void Backend_carries_deployment_and_state_once()
    {
        var route = SnapshotBuilder.Build([new(A.Claim("a.example.com"), true, true, [Backend, Backend, Backend with { Container = Backend.Container with { Address = null } }, Backend with { Container = A.Container(A.Deployment("d1"), 2), Draining = true }])], null, null).Routes![0];

        Assert.True(route.PlainHttp);
        Assert.Equal(RouteState.Stopped, route.State);
        Assert.Equal([("d1", (string?)null), ("d1", BackendState.Draining)], route.Backends!.Select(b => (b.Deployment!, b.State)));
    }

    [Fact]
    public void Sent_backend_counts_as_possibly_in_use_and_not_as_confirmed()
    {
        var state = RoutingState.Empty.WithSent([("1.1.1.1:80", "d1", false), ("2.2.2.2:80", "d1", true)]);

        Assert.Equal(new RoutedBackend("d1", Draining: false, Confirmed: false, 0, null), Assert.Single(state.Backends).Value);
    }

    [Fact]
    public void Address_that_passed_to_another_deployment_is_not_taken_for_the_old_one()
    {
        var container = A.Container(A.Deployment("d2"), 1);
        var key = RoutingState.Key(container.Address!, container.Port);
        var before = RoutingState.Empty with { Backends = RoutingState.Empty.Backends.Add(key, new("d1", false, true, 3, null)) };

        Assert.Null(before.Of(container));
        Assert.Equal(new RoutedBackend("d2", false, false, 0, null), before.WithSent([(key, "d2", false)]).Of(container));
    }

    [Fact]
    public void Sending_an_unchanged_backend_keeps_what_is_known_of_it()
    {
        var known = new RoutedBackend("d1", false, true, 3, null);
        var before = RoutingState.Empty with { Backends = RoutingState.Empty.Backends.Add("1.1.1.1:80", known) };

        Assert.Same(known, before.WithSent([("1.1.1.1:80", "d1", false)]).Backends["1.1.1.1:80"]);
    }

    [Fact]
    public void Drain_time_is_kept_over_answers_and_ends_with_a_return_to_service()
    {
        var table = new RoutingSnapshot { Routes = [new() { Backends = [new() { Ip = "1.1.1.1", Port = "80", Deployment = "d1" }] }] };
        var first = AppliedTable.Read(Status(BackendState.Draining, 2), table, RoutingState.Empty, A.Noon);
        var later = AppliedTable.Read(Status("gone", 1), null, first, A.Noon.AddSeconds(5));
        var back = AppliedTable.Read(Status(BackendState.Active, 1), null, later, A.Noon.AddSeconds(9));

        Assert.Equal(new RoutedBackend("d1", true, true, 2, A.Noon), first.Backends["1.1.1.1:80"]);
        Assert.Equal(new RoutedBackend("d1", true, true, 1, A.Noon), later.Backends["1.1.1.1:80"]);
        Assert.Equal(new RoutedBackend("d1", false, true, 1, null), back.Backends["1.1.1.1:80"]);
        Assert.Empty(AppliedTable.Read(Status("gone", 0), null, later, A.Noon).Backends);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    public void Generation_of_the_proxy_is_kept_over_what_is_sent(int said, int known)
    {
        var state = AppliedTable.Read(new ProxyStatus { Generation = said }, null, RoutingState.Empty, A.Noon).WithSent([("1.1.1.1:80", "d1", false)]);

        Assert.Equal(known, state.ProxyGeneration);
        Assert.Null(AppliedTable.AtStart(null, null, A.Noon).ProxyGeneration);
    }

    [Fact]
    public void Start_without_an_answering_proxy_assumes_its_last_table()
    {
        var table = new RoutingSnapshot { Routes = [new() { Backends = [new() { Ip = "1.1.1.1", Port = "80", Deployment = "d1" }] }] };

        Assert.Equal(new RoutedBackend("d1", false, false, 0, null), AppliedTable.AtStart(null, table, A.Noon).Backends["1.1.1.1:80"]);
        Assert.Empty(AppliedTable.AtStart(null, null, A.Noon).Backends);
    }

    [Fact]
    public void Table_that_cannot_be_read_is_none()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("broken.json"), "{");

        Assert.Null(AppliedTable.FromFile(directory.File("missing.json")));
        Assert.Null(AppliedTable.FromFile(directory.File("broken.json")));
    }

    private static AppRoute Route(string canonical, params string[] aliases) => new(A.Claim(canonical, aliases), false, false, [Backend]);

    private static AppRoute On(string host, string path) => new(A.Claim(host) with { Path = path }, false, false, [Backend]);

    private static ProxyStatus Status(string state, long inFlight) => new() { Backends = [new() { Ip = "1.1.1.1", Port = "80", State = state, InFlight = inFlight }] };
}
