using Haloy.Cli.Servers;

namespace Haloy.Cli.Tests.Servers;

public sealed class TokenFileTests
{
    [Theory]
    [InlineData("haloy.my-site.com", "HALOY_API_TOKEN_HALOY_MY_SITE_COM")]
    [InlineData("[::1]:9922", "HALOY_API_TOKEN_1_9922")]
    public void Token_variable_follows_the_key(string key, string variable) => Assert.Equal(variable, TokenFile.VariableFor(key));
}
