using Haloy.Server.Deployments;
using Haloy.Server.Tests.Support;

namespace Haloy.Server.Tests.Deployments;

public class RouteClaimTests
{
    [Theory]
    [InlineData("a.example.com", "a.example.com", true)]
    [InlineData("a.example.com", "b.example.com", false)]
    [InlineData("a.example.com", "a.example.com/api", false)]
    [InlineData("a.example.com/api", "a.example.com/api", true)]
    [InlineData("a.example.com/api", "a.example.com/api/v2", false)]
    public void Host_is_held_path_by_path(string one, string other, bool expected)
    {
        Assert.Equal(expected, At(one).ClashWith(At(other)) == one);
        Assert.Equal(expected, At(other).ClashWith(At(one)) == one);
    }

    [Theory]
    [InlineData("www.example.com")]
    [InlineData("www.example.com/api")]
    public void Alias_is_held_whole(string other)
    {
        var claim = A.Claim("a.example.com", "www.example.com");

        Assert.Equal("www.example.com", claim.ClashWith(At(other)));
        Assert.Equal("www.example.com", At(other).ClashWith(claim));
        Assert.Equal("www.example.com", claim.ClashWith(A.Claim("b.example.com", "www.example.com")));
    }

    [Fact]
    public void Routes_without_host_are_on_every_domain_and_those_with_one_keep_its_aliases() => Assert.Equal(
        ["a.example.com/x (w.example.com)", "b.example.com/x ()", "a.example.com (w.example.com)", "c.example.com/y ()"],
        RouteClaim.Of(
            [A.Domain("A.example.com", "w.example.com"), A.Domain("b.example.com")],
            [new() { Path = "/x" }, new() { Path = "/", Host = "a.Example.com" }, new() { Path = "/y/", Host = "c.example.com" }])
        .Select(c => $"{c} ({string.Join(' ', c.Aliases)})"));

    private static RouteClaim At(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? A.Claim(text) : A.Claim(text[..slash]) with { Path = text[slash..] };
    }
}
