using Haloy.Cli.Commands.Init;

namespace Haloy.Cli.Tests.Commands.Init;

public sealed class AppNameTests
{
    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("@me/My Shop", "my-shop")]
    [InlineData("my.shop!!", "my-shop")]
    [InlineData("My_App", "my_app")]
    [InlineData("__x__", "x")]
    [InlineData("Köln", "k-ln")]
    [InlineData("1password", "1password")]
    [InlineData("…", "app")]
    [InlineData("", "app")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghi-xyz", "abcdefghijabcdefghijabcdefghijabcdefghi")]
    public void Name_is_made_valid(string candidate, string name) => Assert.Equal(name, AppName.From(candidate));

    [Fact]
    public void First_name_that_leaves_something_is_taken() => Assert.Equal("folder", AppName.From(null, "???", "folder"));

    [Fact]
    public void Host_part_has_no_underscore() => Assert.Equal("my-app", AppName.AsHostPart("my_app"));
}
