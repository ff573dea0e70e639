using System.Net;
using System.Text;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Routing;

public sealed class RouterTests
{
    private static readonly IPAddress Remote = IPAddress.Parse("192.0.2.7");

    private readonly RouteTable _table = new RouteTableBuilder(new BackendRegistry(1, TimeProvider.System)).Build(new RoutingSnapshot
    {
        ApiDomain = "Api.Example.com",
        ApiBackend = Snapshots.Backend("127.0.0.1", "9922"),
        Routes =
        [
            Snapshots.Route("app.example.com", Snapshots.Backend("10.0.0.1", "80")) with { Aliases = ["www.example.com", "*.site.example"] },
            Snapshots.Route("plain.example.com", Snapshots.Backend("10.0.0.2", "80")) with { PlainHttp = true, Aliases = ["also.example.com"] },
            Snapshots.Route("paths.example.com", Snapshots.Backend("10.0.0.6", "80")) with
            {
                Paths = [new SnapshotPath { Path = "/admin", Backends = [Snapshots.Backend("10.0.0.7", "80")] }],
            },
            Snapshots.Route("off.example.com") with { State = RouteState.Stopped },
            Snapshots.Route("*.wild.example.com", Snapshots.Backend("10.0.0.3", "80")),
            Snapshots.Route("own.wild.example.com", Snapshots.Backend("10.0.0.4", "80")),
            Snapshots.Route("xn--bcher-kva.example", Snapshots.Backend("10.0.0.5", "80")),
        ],
    });

    [Theory]
    [InlineData("/x/../admin")]
    [InlineData("/admin/..")]
    [InlineData("/./admin")]
    [InlineData("/x/%2e%2E/admin")]
    [InlineData("/x/.%2e%2fadmin")]
    [InlineData("/x%5C..%5cadmin")]
    [InlineData("/x\\..\\admin?y")]
    public void Target_with_dot_segments_is_not_found_where_paths_lead_elsewhere(string target) =>
        Assert.Equal(RouteAction.NotFound, Decide(https: true, "paths.example.com", target).Action);

    [Theory]
    [InlineData("paths.example.com", "/.well-known/x")]
    [InlineData("paths.example.com", "/a..b/...")]
    [InlineData("paths.example.com", "/a?b=/../c")]
    [InlineData("paths.example.com", "/100%/50%2")]
    [InlineData("app.example.com", "/x/../y")]
    public void Target_without_dot_segments_or_paths_is_forwarded(string host, string target) =>
        Assert.Equal(RouteAction.Forward, Decide(https: true, host, target).Action);

    [Theory]
    [InlineData("app.example.com")]
    [InlineData("APP.Example.COM")]
    [InlineData("app.example.com.")]
    [InlineData("app.example.com:443")]
    [InlineData("app.example.com.:8443")]
    public void Https_canonical_host_in_any_spelling_is_forwarded(string host) =>
        Assert.Equal(RouteAction.Forward, Decide(https: true, host).Action);

    [Theory]
    [InlineData("nobody.example.com")]
    [InlineData("example.com")]
    [InlineData("sub.app.example.com")]
    [InlineData("")]
    public void Https_unknown_host_is_not_found(string host) => Assert.Equal(RouteAction.NotFound, Decide(https: true, host).Action);

    [Theory]
    [InlineData("www.example.com", "/a%2Fb?x;y", "https://app.example.com/a%2Fb?x;y")]
    [InlineData("www.example.com:8443", "/", "https://app.example.com:8443/")]
    public void Https_alias_is_redirected_to_its_canonical_host(string host, string target, string location) =>
        Assert.Equal((RouteAction.Redirect, location), Where(Decide(https: true, host, target)));

    [Theory]
    [InlineData("app.example.com", "https://app.example.com/p?q")]
    [InlineData("www.example.com:80", "https://app.example.com/p?q")]
    [InlineData("api.example.com", "https://api.example.com/p?q")]
    [InlineData("One.wild.example.com.:80", "https://One.wild.example.com/p?q")]
    [InlineData("other.site.example", "https://app.example.com/p?q")]
    public void Http_is_redirected_to_https(string host, string location) =>
        Assert.Equal((RouteAction.Redirect, location), Where(Decide(https: false, host, "/p?q")));

    [Theory]
    [InlineData("nobody.example.com")]
    [InlineData("wild.example.com")]
    [InlineData("a.b.wild.example.com")]
    [InlineData(".wild.example.com")]
    [InlineData("*.wild.example.com.evil.example")]
    [InlineData("192.0.2.1")]
    [InlineData("[2001:db8::1]:80")]
    [InlineData("app.example.com..")]
    [InlineData("")]
    public void Unknown_host_is_not_found_by_either_door(string host)
    {
        Assert.Equal(RouteAction.NotFound, Decide(https: false, host).Action);
        Assert.Equal(RouteAction.NotFound, Decide(https: true, host).Action);
    }

    [Theory]
    [InlineData("one.wild.example.com", "10.0.0.3")]
    [InlineData("TWO.Wild.Example.com.:8443", "10.0.0.3")]
    [InlineData("own.wild.example.com", "10.0.0.4")]
    [InlineData("xn--bcher-kva.example", "10.0.0.5")]
    [InlineData("XN--BCHER-KVA.example.", "10.0.0.5")]
    public void Host_goes_to_its_own_route_else_to_the_wildcard_above_it(string host, string backend)
    {
        var decision = Decide(https: true, host);

        Assert.Equal(RouteAction.Forward, decision.Action);
        decision.Backends!.TryClaim(null, out var claimed);
        Assert.Equal(backend, claimed!.Key.Address.ToString());
    }

    [Fact]
    public void Host_that_the_connection_is_not_for_is_misdirected_whatever_it_leads_to()
    {
        foreach (var host in (string[])["app.example.com", "www.example.com", "api.example.com", "localhost", "nobody.example.com"])
            Assert.Equal(RouteAction.Misdirected, new Router(443).Decide(_table, new RequestFacts(true, host, "/"u8, IPAddress.Loopback, isCovered: false)).Action);
    }

    [Fact]
    public void Http_redirect_names_the_https_port_unless_it_is_the_usual_one()
    {
        var facts = new RequestFacts(false, "app.example.com:8080", "/"u8, Remote);

        Assert.Equal("https://app.example.com:8443/", new Router(8443).Decide(_table, facts).Location);
    }

    [Fact]
    public void Http_serves_a_plain_route_and_redirects_its_alias_within_http()
    {
        Assert.Equal(RouteAction.Forward, Decide(https: false, "plain.example.com").Action);
        Assert.Equal(RouteAction.Forward, Decide(https: true, "plain.example.com").Action);
        Assert.Equal((RouteAction.Redirect, "http://plain.example.com:8080/"), Where(Decide(https: false, "also.example.com:8080")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Local_names_reach_the_api_from_this_machine_only(bool https)
    {
        foreach (var host in (string[])["localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]", "[::1]:8443"])
        {
            Assert.Equal(RouteAction.ForwardToApi, Decide(https, host, peer: IPAddress.Loopback).Action);
            Assert.Equal(RouteAction.ForwardToApi, Decide(https, host, peer: IPAddress.Loopback.MapToIPv6()).Action);
            Assert.NotEqual(RouteAction.ForwardToApi, Decide(https, host, peer: Remote).Action);
        }
    }

    [Fact]
    public void Route_for_a_local_name_comes_before_the_api()
    {
        var table = new RouteTableBuilder(new BackendRegistry(1, TimeProvider.System)).Build(new RoutingSnapshot
        {
            ApiBackend = Snapshots.Backend("127.0.0.1", "9922"),
            Routes = [Snapshots.Route("localhost", Snapshots.Backend("10.0.0.1", "80"))],
        });

        Assert.Equal(RouteAction.Forward, new Router(443).Decide(table, new RequestFacts(true, "localhost", "/"u8, IPAddress.Loopback)).Action);
        Assert.Equal(RouteAction.ForwardToApi, new Router(443).Decide(table, new RequestFacts(true, "127.0.0.1", "/"u8, IPAddress.Loopback)).Action);
    }

    [Fact]
    public void Https_api_domain_goes_to_the_api() => Assert.Equal(RouteAction.ForwardToApi, Decide(https: true, "API.example.com").Action);

    [Fact]
    public void Stopped_route_says_so() => Assert.Equal(RouteAction.Stopped, Decide(https: true, "off.example.com").Action);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Acme_path_is_answered_here_for_any_host(bool https) =>
        Assert.Equal(RouteAction.ChallengeNotFound, Decide(https, "nobody.example.com", "/.well-known/acme-challenge/token").Action);

    private static (RouteAction Action, string? Location) Where(Decision decision) => (decision.Action, decision.Location);

    private Decision Decide(bool https, string host, string target = "/", IPAddress? peer = null) =>
        new Router(443).Decide(_table, new RequestFacts(https, host, Encoding.Latin1.GetBytes(target), peer ?? Remote));
}
