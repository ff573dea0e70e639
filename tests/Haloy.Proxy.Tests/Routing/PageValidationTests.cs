using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Routing;

public sealed class PageValidationTests
{
    private static readonly byte[] Page = "<p>"u8.ToArray();

    [Fact]
    public void Pages_that_are_there_are_accepted() =>
        Assert.Empty(SnapshotValidator.Problems(With("5xx", ErrorPageRules.NameOf(Page), ErrorPageRules.NameOf(Page), Page)));

    [Fact]
    public void Page_of_an_unknown_name_is_refused() =>
        Assert.Equal(["route 'app.example.com': the error page '404' has no content"], SnapshotValidator.Problems(With("404", "other", ErrorPageRules.NameOf(Page), Page)));

    [Fact]
    public void Page_for_nothing_is_refused() =>
        Assert.Contains("the error page '500' is for nothing", Assert.Single(SnapshotValidator.Problems(With("500", ErrorPageRules.NameOf(Page), ErrorPageRules.NameOf(Page), Page))));

    [Fact]
    public void Content_under_the_name_of_another_is_refused()
    {
        var name = ErrorPageRules.NameOf("<b>"u8);

        Assert.Equal([$"the page '{name}' is not what its name says"], SnapshotValidator.Problems(With("404", name, name, Page)));
    }

    [Fact]
    public void Content_that_is_too_large_is_refused()
    {
        var large = new byte[ErrorPageRules.MaxBytes + 1];

        Assert.Contains("is larger than 64 KiB", Assert.Single(SnapshotValidator.Problems(With("404", ErrorPageRules.NameOf(large), ErrorPageRules.NameOf(large), large))));
    }

    private static RoutingSnapshot With(string key, string named, string name, byte[] content) =>
        Snapshots.Under(new SnapshotPolicy { ErrorPages = new Dictionary<string, string> { [key] = named } }) with { Pages = new Dictionary<string, byte[]> { [name] = content } };
}
