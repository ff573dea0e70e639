using Haloy.Config.Validation;

namespace Haloy.Config.Tests.Validation;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("haloy.example.com", "https://haloy.example.com/")]
    [InlineData("http://Haloy.Example.com/v1", "https://haloy.example.com/")]
    [InlineData("10.1.2.3:9443", "https://10.1.2.3:9443/")]
    [InlineData("2001:db8::1", "https://[2001:db8::1]/")]
    [InlineData("localhost", "http://localhost/")]
    [InlineData("127.0.0.1:9922", "http://127.0.0.1:9922/")]
    [InlineData("[::1]:9922", "http://[::1]:9922/")]
    [InlineData("build-box", "https://build-box/")]
    [InlineData("haloy.example.com/v1/", "https://haloy.example.com/")]
    public void Only_this_machine_is_reached_without_tls(string text, string address) =>
        Assert.Equal(new Uri(address), ServerAddress.Parse(text).Value!.BaseAddress);

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("host.example.com:port")]
    [InlineData("a b.example.com")]
    [InlineData("http://x y")]
    [InlineData("http://")]
    [InlineData("ftp://x")]
    [InlineData("x:99999")]
    [InlineData("x:+5")]
    [InlineData("x:")]
    [InlineData("a/b/c")]
    [InlineData("user:pw@x")]
    [InlineData("-x")]
    [InlineData("10.1")]
    [InlineData("1")]
    [InlineData("[::1]x")]
    [InlineData("[x]")]
    [InlineData("x\u001b[31m.example.com")]
    public void Nonsense_is_a_failure_and_not_an_exception(string text) => Assert.False(ServerAddress.Parse(text).Succeeded);

    [Fact]
    public void Password_is_not_repeated() => Assert.Equal("'…@x' is not a server address: it takes no user name or password.", ServerAddress.Parse("user:pw@x").Failure!.Message);
}
