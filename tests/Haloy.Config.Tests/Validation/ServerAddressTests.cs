using Haloy.Cli.Servers;

namespace Haloy.Cli.Tests.Servers;

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
    public void Only_this_machine_is_reached_without_tls(string text, string address) =>
        Assert.Equal(new Uri(address), ServerAddress.Parse(text).Value!.BaseAddress);

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("host.example.com:port")]
    [InlineData("a b.example.com")]
    public void Nonsense_is_a_failure_and_not_an_exception(string text) => Assert.False(ServerAddress.Parse(text).Succeeded);

    [Theory]
    [InlineData("haloy.my-site.com", "HALOY_API_TOKEN_HALOY_MY_SITE_COM")]
    [InlineData("[::1]:9922", "HALOY_API_TOKEN_1_9922")]
    public void Token_variable_follows_the_key(string key, string variable) => Assert.Equal(variable, TokenFile.VariableFor(key));
}
