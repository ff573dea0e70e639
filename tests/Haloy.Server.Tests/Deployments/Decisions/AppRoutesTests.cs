using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Tests.Support;
using static Haloy.Server.Tests.Support.A;

namespace Haloy.Server.Tests.Deployments.Decisions;

public class AppRoutesTests
{
    private static readonly DateTimeOffset Now = Noon.AddSeconds(10);

    [Fact]
    public void New_domain_is_served_by_the_new_version_only()
    {
        var decision = Rolling([Domain("a.example.com")], [Domain("a.example.com"), Domain("b.example.com")]);

        Assert.Equal(["a.example.com → d1-1 d1-2 d2-1", "b.example.com → d2-1"], decision.Table());
    }

    [Fact]
    public void Dropped_domain_stays_with_the_old_version_while_that_serves() =>
        Assert.Equal(["b.example.com → d1-1 d1-2 d2-1", "a.example.com → d1-1 d1-2"], Rolling([Domain("a.example.com"), Domain("b.example.com")], [Domain("b.example.com")]).Table());

    [Fact]
    public void Swap_of_canonical_and_alias_keeps_every_replica_serving() =>
        Assert.Equal(
            ["b.example.com [a.example.com] → d1-1 d1-2 d2-1"],
            Rolling([Domain("a.example.com", "b.example.com")], [Domain("b.example.com", "a.example.com")]).Table());

    [Fact]
    public void Nothing_changes_before_the_new_version_serves()
    {
        var (old, next) = Versions([Domain("a.example.com", "b.example.com")], [Domain("b.example.com", "a.example.com")]);
        var world = (App() with { Current = old, Moving = next }).Serving(Container(old, 1)).Serving(Container(old, 2)).Has(Container(next, 1));

        Assert.Equal(["a.example.com [b.example.com] → d1-1 d1-2"], Decider.Decide(world, Now).Table());
    }

    [Theory]
    [InlineData("off", true)]
    [InlineData("auto", false)]
    [InlineData(null, false)]
    public void Plain_http_follows_the_setting(string? tls, bool plain)
    {
        var current = Deployment("d1").With(t => t with { Tls = tls });

        Assert.Equal(plain, Decider.Decide((App() with { Current = current }).Serving(Container(current, 1)), Now).Routes[0].PlainHttp);
    }

    [Fact]
    public void Paths_take_the_place_of_the_domain_they_are_on()
    {
        var current = Deployment("d1").With(t => t with
        {
            Domains = [Domain("a.example.com", "www.example.com"), Domain("b.example.com")],
            Routes = [new() { Path = "/api/", Strip = true }, new() { Path = "/b\u00fccher", Host = "Shared.example.com" }],
        });

        var routes = Decider.Decide((App() with { Current = current }).Serving(Container(current, 1)), Now).Routes;

        Assert.Equal(["a.example.com/api", "b.example.com/api", "shared.example.com/b%C3%BCcher"], routes.Select(r => r.Claim.ToString()));
        Assert.Equal(["www.example.com", "", ""], routes.Select(r => string.Join(' ', r.Claim.Aliases)));
        Assert.Equal([true, true, false], routes.Select(r => r.Claim.Strip));
        Assert.All(routes, r => Assert.Single(r.Backends));
    }

    [Fact]
    public void Domain_that_only_the_old_version_has_stays_as_closed_as_it_was()
    {
        var (old, next) = Versions([Domain("a.example.com"), Domain("b.example.com")], [Domain("b.example.com")]);
        var policy = new SnapshotPolicy { IpAllow = ["10.0.0.0/8"] };
        var world = (App() with { Current = old, Moving = next }).Serving(Container(old, 1) with { Policy = policy }).Serving(Container(old, 2) with { Policy = policy }).Probed(Container(next, 1));

        var routes = Decider.Decide(world, Now).Routes;

        Assert.Equal([("b.example.com", null), ("a.example.com", policy)], routes.Select(r => (r.Claim.Host, r.Policy)));
    }

    [Fact]
    public void Each_name_shows_the_pages_of_the_version_that_has_it()
    {
        var (old, next) = Versions([Domain("a.example.com"), Domain("b.example.com")], [Domain("b.example.com")]);
        old = old.With(t => t with { ErrorPages = Pages("old") });
        next = next.With(t => t with { ErrorPages = Pages("new") });
        var world = (App() with { Current = old, Moving = next }).Serving(Container(old, 1)).Serving(Container(old, 2)).Probed(Container(next, 1));

        var routes = Decider.Decide(world, Now).Routes;

        Assert.Equal([("b.example.com", "new"), ("a.example.com", "old")], routes.Select(r => (r.Claim.Host, r.ErrorPages!["5xx"].Html)));
    }

    [Fact]
    public void Stopped_app_still_has_its_pages()
    {
        var current = Deployment("d1").With(t => t with { ErrorPages = Pages("stopped") });

        var route = Assert.Single(Decider.Decide(App() with { Current = current, Intent = AppIntent.Stop }, Now).Routes);

        Assert.Equal((true, "stopped"), (route.Stopped, route.ErrorPages!["5xx"].Html));
    }

    private static Dictionary<string, ErrorPageConfig> Pages(string html) => new() { ["5xx"] = new() { Html = html } };

    private static Decision Rolling(DomainConfig[] before, DomainConfig[] after)
    {
        var (old, next) = Versions(before, after);
        return Decider.Decide((App() with { Current = old, Moving = next }).Serving(Container(old, 1)).Serving(Container(old, 2)).Probed(Container(next, 1)), Now);
    }

    private static (Deployment, Deployment) Versions(DomainConfig[] before, DomainConfig[] after) => (
        Deployment("d1", replicas: 2).With(t => t with { Domains = before }),
        Deployment("d2", DeploymentPhase.Rolling, replicas: 2).With(t => t with { Domains = after }));
}
