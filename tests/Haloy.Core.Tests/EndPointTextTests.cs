namespace Haloy.Core.Tests;

public sealed class EndPointTextTests
{
    [Theory]
    [InlineData("127.0.0.1:9922", "127.0.0.1:9922")]
    [InlineData("[::1]:443", "[::1]:443")]
    [InlineData(":80", "[::]:80")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    public void TryParse_of_an_address_with_port_reads_both(string text, string expected)
    {
        Assert.True(EndPointText.TryParse(text, out var endPoint));
        Assert.Equal(expected, endPoint.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:80")]
    [InlineData("example.com:80")]
    public void TryParse_of_anything_else_is_false(string text) => Assert.False(EndPointText.TryParse(text, out _));
}
