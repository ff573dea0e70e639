using Haloy.Core;

namespace Haloy.Core.Tests;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("example.com")]
    [InlineData("localhost")]
    [InlineData("hello.localhost")]
    [InlineData("a-b.example.co")]
    [InlineData("xn--e1afmkfd.xn--p1ai")]
    public void Problem_of_a_routable_name_is_null(string host) => Assert.Null(HostName.Problem(host));

    [Theory]
    [InlineData("")]
    [InlineData("example")]
    [InlineData("exa mple.com")]
    [InlineData("-a.com")]
    [InlineData("a-.com")]
    [InlineData("a..com")]
    [InlineData(".a.com")]
    [InlineData("*.example.com")]
    [InlineData("a_b.example.com")]
    [InlineData("example.c")]
    public void Problem_of_an_unroutable_name_says_why(string host) => Assert.NotNull(HostName.Problem(host));
}
