using Haloy.Cli.Terminal;

namespace Haloy.Cli.Tests.Terminal;

public sealed class AmountsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KB")]
    [InlineData(1_572_864, "1.5 MB")]
    public void Bytes_are_in_units_of_1024(long bytes, string text) => Assert.Equal(text, Amounts.Bytes(bytes));

    [Theory]
    [InlineData(3, "just now")]
    [InlineData(60, "1 minute ago")]
    [InlineData(7300, "2 hours ago")]
    [InlineData(90_000, "1 day ago")]
    public void Ages_are_in_the_largest_unit(int seconds, string text) => Assert.Equal(text, Amounts.Ago(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1.26, "1.3 s")]
    [InlineData(61, "1 min 1 s")]
    public void Durations_have_minutes_from_one_on(double seconds, string text) => Assert.Equal(text, Amounts.Seconds(TimeSpan.FromSeconds(seconds)));
}
