using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Routing;

public sealed class SnapshotValidatorTests
{
    [Fact]
    public void Valid_snapshot_has_no_problems() => Assert.Empty(SnapshotValidator.Problems(Snapshots.Of(
        Snapshots.Route("a.example.com", Snapshots.Backend("10.0.0.1", "80"), Snapshots.Backend("2001:db8::1", "65535")) with { Aliases = ["b.example.com"] },
        Snapshots.Route("*.c.example.com"),
        Snapshots.Route("*.localhost"),
        Snapshots.Route("xn--e1afmkfd.xn--p1ai"),
        Snapshots.Route("localhost"))));

    [Theory]
    [InlineData("*.com")]
    [InlineData("*")]
    [InlineData("*.*.example.com")]
    [InlineData("a.*.example.com")]
    [InlineData("*a.example.com")]
    [InlineData("b\u00fccher.example")]
    public void Host_that_matches_too_much_or_nothing_is_refused(string host) => Assert.Single(SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route(host))));

    [Fact]
    public void Wildcard_has_no_aliases() =>
        Assert.Contains("no one host", Assert.Single(SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route("*.example.com") with { Aliases = ["example.com"] }))));

    [Theory]
    [InlineData("a.example.com")]
    [InlineData("WWW.example.com")]
    public void Domain_of_the_api_belongs_to_no_route(string domain)
    {
        var snapshot = Snapshots.Of(Snapshots.Route("a.example.com") with { Aliases = ["www.example.com"] }) with { ApiDomain = domain };

        Assert.Contains($"api_domain '{domain}' is also a host of route 'a.example.com'", Assert.Single(SnapshotValidator.Problems(snapshot)));
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("10.1", false)]
    [InlineData("0x7f.0.0.1", false)]
    [InlineData("010.0.0.1", false)]
    [InlineData("10.0.0.1:80", false)]
    [InlineData("[::1]", false)]
    [InlineData("fe80::1%zz", false)]
    [InlineData("fe80::1%0", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("10.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("fe80::1%lo", true)]
    [InlineData("2001:DB8:0::1", true)]
    public void Address_of_a_backend_is_written_as_usual(string? ip, bool isGood) =>
        Assert.Equal(isGood, SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route("a.example.com", Snapshots.Backend(ip!, "80")))).Count == 0);

    [Fact]
    public void Backend_is_there_once_in_a_set()
    {
        var backend = Snapshots.Backend("10.0.0.1", "80");

        Assert.Contains("10.0.0.1:80 is there twice", Assert.Single(SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route("a.example.com", backend, backend with { Weight = 5 })))));
        Assert.Empty(SnapshotValidator.Problems(Snapshots.Of(
            Snapshots.Route("a.example.com", backend with { Deployment = "1" }, backend with { Deployment = "2" }, Snapshots.Backend("10.0.0.1", "81")),
            Snapshots.Route("b.example.com", backend))));
    }

    [Fact]
    public void Path_that_is_null_is_told_so() => Assert.Equal(
        "route 'a.example.com': a path is null", Assert.Single(SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route("a.example.com") with { Paths = [null!] }))));

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Weight_out_of_bounds_is_refused(int weight) => Assert.Contains(
        $"weight {weight}", Assert.Single(SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route("a.example.com", Snapshots.Backend("10.0.0.1", "80") with { Weight = weight })))));

    [Theory]
    [InlineData(null, true)]
    [InlineData("http1", true)]
    [InlineData("h2c", true)]
    [InlineData("h2", false)]
    [InlineData("", false)]
    public void Protocol_is_one_that_we_speak(string? protocol, bool isKnown) => Assert.Equal(
        isKnown, SnapshotValidator.Problems(Snapshots.Of(Snapshots.Route("a.example.com", Snapshots.Backend("10.0.0.1", "80") with { Protocol = protocol }))).Count == 0);

    [Fact]
    public void Hash_tells_protocols_apart_and_takes_the_usual_one_for_none()
    {
        var hashes = new[] { null, "http1", "h2c" }.Select(p => SnapshotHash.Of(Snapshots.Of(Snapshots.Route("a.example.com", Snapshots.Backend("10.0.0.1", "80") with { Protocol = p })))).ToArray();

        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }

    [Fact]
    public void Every_problem_is_listed()
    {
        var snapshot = new RoutingSnapshot
        {
            ApiDomain = "no spaces.example.com",
            ApiBackend = Snapshots.Backend("nowhere", "80"),
            Routes =
            [
                Snapshots.Route("a.example.com", Snapshots.Backend("10.0.0.1", "0"), Snapshots.Backend("10.0.0.1", "+80")),
                Snapshots.Route("A.example.com") with { Aliases = ["bad_host"] },
                null!,
            ],
        };

        var problems = string.Join('\n', SnapshotValidator.Problems(snapshot));

        Assert.Contains("api_domain 'no spaces.example.com'", problems);
        Assert.Contains("ip 'nowhere'", problems);
        Assert.Contains("port '0'", problems);
        Assert.Contains("port '+80'", problems);
        Assert.Contains("'A.example.com' already belongs to route 'a.example.com'", problems);
        Assert.Contains("'bad_host'", problems);
        Assert.Contains("a route is null", problems);
    }
}
