using System.Text.RegularExpressions;
using Haloy.Config.Binding;

namespace Haloy.Config.Tests.Binding;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1048576", 1048576)]
    [InlineData("12b", 12)]
    [InlineData("512k", 524288)]
    [InlineData(" 64m ", 67108864)]
    [InlineData("64MB", 67108864)]
    [InlineData("64MiB", 67108864)]
    [InlineData("1g", 1073741824)]
    [InlineData("1.5G", 1610612736)]
    [InlineData("1t", 1099511627776)]
    public void Size_is_bytes_or_has_a_unit(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var read));
        Assert.Equal(bytes, read);
        Assert.Matches(ByteSize.Pattern, text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("-1m")]
    [InlineData("1 m")]
    [InlineData("1x")]
    [InlineData("1mm")]
    [InlineData("1,5g")]
    [InlineData("1.2.3g")]
    [InlineData("½g")]
    public void Anything_else_is_no_size(string text)
    {
        Assert.False(ByteSize.TryParse(text, out _));
        Assert.DoesNotMatch(ByteSize.Pattern, text);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("1.0001k")]
    [InlineData("9999999999999999999")]
    [InlineData("99999999t")]
    [InlineData("99999999999999999999999999999999999999999999g")]
    public void Parts_of_a_byte_and_more_than_there_are_numbers_for_are_no_sizes(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("90")]
    [InlineData("1h30m")]
    [InlineData("2m")]
    [InlineData("1h5s")]
    [InlineData(" 5s ")]
    [InlineData("30s1m")]
    [InlineData("1m1m")]
    [InlineData("500ms")]
    [InlineData("h")]
    [InlineData("")]
    public void Pattern_of_durations_says_what_their_reader_says(string text) =>
        Assert.Equal(Duration.TryParseSeconds(text, out _), Regex.IsMatch(text, Duration.Pattern));
}
