using System.Text;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.ProxySync;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.ProxySync;

public class SnapshotPagesTests
{
    [Fact]
    public void Content_is_there_once_however_many_routes_show_it()
    {
        var pages = Pages(("404", "<p>none"), ("5xx", "<p>grün"), ("stopped", "<p>grün"));

        var table = Build(Route("a.example.com", pages), Route("b.example.com", pages), Route("c.example.com", Pages(("502", "<p>none"))), Route("d.example.com", null));

        Assert.Equal(["<p>grün", "<p>none"], table.Pages!.Values.Select(Encoding.UTF8.GetString).Order(StringComparer.Ordinal));
        Assert.Empty(ErrorPageRules.Problems(table.Pages));
        Assert.All(table.Routes!, r => Assert.Empty(ErrorPageRules.Problems(r.Policy?.ErrorPages, table.Pages)));
        Assert.Equal(["404 5xx stopped", "404 5xx stopped", "502", ""], table.Routes!.Select(r => string.Join(' ', r.Policy?.ErrorPages?.Keys ?? [])));
    }

    [Fact]
    public void Pages_join_what_else_holds_for_the_route()
    {
        var table = Build(Route("a.example.com", Pages(("404", "<p>"))) with { Policy = new() { MaxBodyBytes = 1 } });

        Assert.Equal((1, 1), (table.Routes![0].Policy!.MaxBodyBytes, table.Routes[0].Policy!.ErrorPages!.Count));
    }

    [Fact]
    public void Other_pages_are_another_table() => Assert.NotEqual(
        SnapshotHash.Of(Build(Route("a.example.com", Pages(("404", "<p>a"))))),
        SnapshotHash.Of(Build(Route("a.example.com", Pages(("404", "<p>b"))))));

    [Fact]
    public void Without_pages_there_is_nothing_of_them()
    {
        var table = Build(Route("a.example.com", null), Route("b.example.com", Pages()));

        Assert.Null(table.Pages);
        Assert.All(table.Routes!, r => Assert.Null(r.Policy));
    }

    [Fact]
    public void What_the_proxy_would_refuse_is_left_out()
    {
        var table = Build(Route("a.example.com", Pages(("404", ""), ("500", "<p>"), ("502", new string('x', ErrorPageRules.MaxBytes + 1)), ("503", "<p>kept"))));

        Assert.Equal(["503"], table.Routes![0].Policy!.ErrorPages!.Keys);
        Assert.Single(table.Pages!);
    }

    [Fact]
    public void Host_of_one_app_shows_its_page_where_no_path_is()
    {
        var (mine, theirs) = (Pages(("404", "<p>mine")), Pages(("404", "<p>theirs")));

        var table = Build(On("a.example.com", "/x", mine), On("a.example.com", "/y", mine), On("b.example.com", "/x", mine), On("b.example.com", "/y", theirs));

        Assert.Equal([true, false], table.Routes!.Select(r => r.Policy?.ErrorPages is not null));
        Assert.All(table.Routes!, r => Assert.True(r.PathsOnly));
    }

    private static RoutingSnapshot Build(params AppRoute[] routes) => SnapshotBuilder.Build(routes, null, null);

    private static AppRoute Route(string host, IReadOnlyDictionary<string, ErrorPageConfig>? pages) => new(A.Claim(host), false, false, []) { ErrorPages = pages };

    private static AppRoute On(string host, string path, IReadOnlyDictionary<string, ErrorPageConfig>? pages) =>
        new(RouteClaim.Of([A.Domain(host)], [new() { Path = path }])[0], false, false, []) { ErrorPages = pages };

    private static Dictionary<string, ErrorPageConfig> Pages(params (string Key, string Html)[] pages) => pages.ToDictionary(p => p.Key, p => new ErrorPageConfig { Html = p.Html });
}
