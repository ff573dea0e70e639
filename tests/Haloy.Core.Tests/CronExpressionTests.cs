namespace Haloy.Core.Tests;

public sealed class CronExpressionTests
{
    private static CronExpression Read(string text)
    {
        var parsed = CronExpression.Parse(text);
        Assert.True(parsed.Succeeded, parsed.Failure?.Message);
        return parsed.Value;
    }

    private static IEnumerable<int> Values(ulong bits) => Enumerable.Range(0, 64).Where(i => (bits & (1UL << i)) != 0);

    [Theory]
    [InlineData("5", new[] { 5 })]
    [InlineData("0,30", new[] { 0, 30 })]
    [InlineData("10-13", new[] { 10, 11, 12, 13 })]
    [InlineData("*/20", new[] { 0, 20, 40 })]
    [InlineData("10-30/10", new[] { 10, 20, 30 })]
    [InlineData("50/5", new[] { 50, 55 })]
    [InlineData("1,5-6,58/1", new[] { 1, 5, 6, 58, 59 })]
    public void Field_takes_values_ranges_lists_and_steps(string minutes, int[] expected) => Assert.Equal(expected, Values(Read($"{minutes} * * * *").Minutes));

    [Fact]
    public void Months_and_weekdays_have_names_in_any_case()
    {
        var expression = Read("0 0 * JAN,dec Mon-fri");

        Assert.Equal([1, 12], Values(expression.Months));
        Assert.Equal([1, 2, 3, 4, 5], Values(expression.Weekdays));
    }

    [Theory]
    [InlineData("0 0 * * 7", new[] { 0 })]
    [InlineData("0 0 * * 5-7", new[] { 0, 5, 6 })]
    public void Seven_is_sunday_too(string text, int[] expected) => Assert.Equal(expected, Values(Read(text).Weekdays));

    [Theory]
    [InlineData("@hourly", "0 * * * *")]
    [InlineData("@Daily", "0 0 * * *")]
    [InlineData("@midnight", "0 0 * * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@monthly", "0 0 1 * *")]
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData("@annually", "0 0 1 1 *")]
    [InlineData("  0\t3 *  * * ", "0 3 * * *")]
    public void Words_and_blanks_stand_for_fields(string text, string fields) => Assert.Equal(Read(fields), Read(text));

    [Fact]
    public void Day_fields_are_alternatives_when_both_are_restricted()
    {
        Assert.True(Read("0 0 1 * 1").EitherDay);
        Assert.False(Read("0 0 1 * *").EitherDay);
        Assert.False(Read("0 0 * * 1").EitherDay);
    }

    [Theory]
    [InlineData("", "has 5 fields, but this has 0")]
    [InlineData("* * * *", "has 5 fields, but this has 4")]
    [InlineData("0 * * * * *", "has 5 fields, but this has 6")]
    [InlineData("60 * * * *", "in the minute, '60' must be 0 to 59")]
    [InlineData("-1 * * * *", "in the minute, a value is missing")]
    [InlineData("* 24 * * *", "in the hour, '24' must be 0 to 23")]
    [InlineData("* * 0 * *", "in the day of the month, '0' must be 1 to 31")]
    [InlineData("* * * 13 *", "in the month, '13' must be 1 to 12 or jan to dec")]
    [InlineData("* * * * funday", "in the day of the week, 'funday' must be 0 to 7 or sun to sat")]
    [InlineData("30-10 * * * *", "the range '30-10' goes backwards")]
    [InlineData("*/0 * * * *", "the step after '/' in '*/0' must be 1 to 59")]
    [InlineData("*/ * * * *", "the step after '/'")]
    [InlineData("1,,2 * * * *", "a value is missing")]
    [InlineData("1-2-3 * * * *", "'2-3' must be")]
    [InlineData("* * L * *", "'L' must be 1 to 31")]
    [InlineData("+5 * * * *", "'+5' must be")]
    [InlineData("0 0 30 2 *", "no month it names has such a day")]
    [InlineData("0 0 31 4,6 *", "no month it names has such a day")]
    [InlineData("@reboot", "'@reboot' is not a time")]
    public void Anything_else_says_which_field_is_wrong(string text, string message)
    {
        var parsed = CronExpression.Parse(text);

        Assert.False(parsed.Succeeded);
        Assert.Contains(message, parsed.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 0 29 2 *")]
    [InlineData("0 0 30 2 1")]
    public void Rare_days_are_days(string text) => Read(text);
}
