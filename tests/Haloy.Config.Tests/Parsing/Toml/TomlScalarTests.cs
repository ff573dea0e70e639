using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Toml;

namespace Haloy.Config.Tests.Parsing.Toml;

/// <summary>Text, numbers, dates.</summary>
public sealed class TomlScalarTests
{
    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"a\\tb\\n\\\"q\\\" \\\\ \\b\\f\\r\"", "a\tb\n\"q\" \\ \b\f\r")]
    [InlineData("\"\\u00e9 \\U0001F600\"", "é 😀")]
    [InlineData("\"tab\there\"", "tab\there")]
    [InlineData("'c:\\dir \"x\"'", "c:\\dir \"x\"")]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"\none\r\ntwo\"\"\"", "one\ntwo")]
    [InlineData("\"\"\"a \\  \n\n   \t b\"\"\"", "a b")]
    [InlineData("\"\"\"a\\\r\n b\"\"\"", "ab")]
    [InlineData("\"\"\"say \"\"hi\"\" \\\"\"\"\\\"\"\"\"", "say \"\"hi\"\" \"\"\"\"")]
    [InlineData("\"\"\"two at the end\"\"\"\"\"", "two at the end\"\"")]
    [InlineData("'''\nno \\escape ''quotes'''''", "no \\escape ''quotes''")]
    public void Text_is_read(string written, string text) => Equal(TomlType.String, text, written);

    [Theory]
    [InlineData("\"open", 5, "the text that begins here is not closed on its line")]
    [InlineData("\"open\nnext\"", 5, "the text that begins here is not closed on its line")]
    [InlineData("'open", 5, "the text that begins here is not closed on its line")]
    [InlineData("\"\"\"open\n\"\"", 5, "the text that begins here is not closed")]
    [InlineData("'''open\n''", 5, "the text that begins here is not closed")]
    [InlineData("\"\"\"six\"\"\"\"\"\"", 16, "nothing may follow on this line")]
    [InlineData("\"a\\x41\"", 7, "the backslash here is followed by no escape")]
    [InlineData("\"a\\e\"", 7, "the backslash here is followed by no escape")]
    [InlineData("\"a\\", 7, "the backslash here is followed by no escape")]
    [InlineData("\"a\\ \"", 7, "the backslash here is followed by no escape")]
    [InlineData("\"\"\"a\\  b\"\"\"", 9, "the backslash here is followed by no escape")]
    [InlineData("\"\\u12\"", 6, "this escape needs 4 hexadecimal digits")]
    [InlineData("\"\\U0001F60\"", 6, "this escape needs 8 hexadecimal digits")]
    [InlineData("\"\\ud800\"", 6, "U+d800 is not a Unicode character")]
    [InlineData("\"\\UFFFFFFFF\"", 6, "U+FFFFFFFF is not a Unicode character")]
    public void Text_that_is_none_is_refused(string written, int column, string message) => TomlReaderTests.Refused($"a = {written}", 1, column, message);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("+99", "99")]
    [InlineData("-0", "0")]
    [InlineData("-17", "-17")]
    [InlineData("1_000", "1000")]
    [InlineData("0xDEAD_beef", "3735928559")]
    [InlineData("0o755", "493")]
    [InlineData("0b1101_0110", "214")]
    [InlineData("0x00ff", "255")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("0x7fffffffffffffff", "9223372036854775807")]
    public void Integer_is_read(string written, string value) => Equal(TomlType.Integer, value, written);

    [Theory]
    [InlineData("1.10", "1.10")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("6.02_2E+2_3", "6.022E+23")]
    [InlineData("0e0", "0e0")]
    [InlineData("+inf", "+inf")]
    [InlineData("nan", "nan")]
    public void Float_stays_as_it_is_written(string written, string text) => Equal(TomlType.Float, text, written);

    [Theory]
    [InlineData("01")]
    [InlineData("-01.5")]
    [InlineData("1__0")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1_.5")]
    [InlineData("1._5")]
    [InlineData("1_e5")]
    [InlineData("1e_5")]
    [InlineData("1e5_")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.e5")]
    [InlineData("1e")]
    [InlineData("1e5.5")]
    [InlineData("+")]
    [InlineData("--1")]
    [InlineData("0x")]
    [InlineData("0X1")]
    [InlineData("0x_1")]
    [InlineData("0x1_")]
    [InlineData("0x1__2")]
    [InlineData("0xg")]
    [InlineData("+0x1")]
    [InlineData("0o8")]
    [InlineData("0b2")]
    [InlineData("1.2.3")]
    [InlineData("12a")]
    [InlineData("Inf")]
    [InlineData("++inf")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("0x8000000000000000")]
    public void Number_that_is_none_is_refused(string written)
    {
        var exception = Assert.Throws<SyntaxException>(() => TomlReader.Read($"a = {written}"));

        Assert.Equal((1, 5), (exception.Place.Line, exception.Place.Column));
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("0hunter2")]
    [InlineData("2026-hunter2")]
    public void What_stands_where_quotes_are_missing_is_never_repeated(string written)
    {
        var exception = Assert.Throws<SyntaxException>(() => TomlReader.Read($"password = {written}"));

        Assert.DoesNotContain("hunter2", exception.Message + exception.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-02-28", "2026-02-28", TomlType.LocalDate)]
    [InlineData("0000-02-29", "0000-02-29", TomlType.LocalDate)]
    [InlineData("07:32:00", "07:32:00", TomlType.LocalTime)]
    [InlineData("23:59:60.999999999999", "23:59:60.999999999999", TomlType.LocalTime)]
    [InlineData("1979-05-27t07:32:00", "1979-05-27T07:32:00", TomlType.LocalDateTime)]
    [InlineData("1979-05-27 07:32:00.5", "1979-05-27T07:32:00.5", TomlType.LocalDateTime)]
    [InlineData("1979-05-27T00:32:00z", "1979-05-27T00:32:00Z", TomlType.OffsetDateTime)]
    [InlineData("1979-05-27 00:32:00-07:00", "1979-05-27T00:32:00-07:00", TomlType.OffsetDateTime)]
    [InlineData("2024-02-29 # a leap year", "2024-02-29", TomlType.LocalDate)]
    public void Date_or_time_is_read(string written, string text, object type) => Equal((TomlType)type, text, written);

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-01")]
    [InlineData("2026-01-00")]
    [InlineData("2026-1-01")]
    [InlineData("20260-01-01")]
    [InlineData("2026-01-01T")]
    [InlineData("2026-01-01T24:00:00")]
    [InlineData("2026-01-01T10:60:00")]
    [InlineData("2026-01-01T10:00:61")]
    [InlineData("2026-01-01T10:00")]
    [InlineData("2026-01-01 10:00")]
    [InlineData("2026-01-01T10:00:00.")]
    [InlineData("2026-01-01T10:00:00+7:00")]
    [InlineData("2026-01-01T10:00:00+24:00")]
    [InlineData("2026-01-01T10:00:00+07:60")]
    [InlineData("2026-01-01T10:00:00Zx")]
    [InlineData("2026-01-01x10:00:00")]
    [InlineData("10:00")]
    [InlineData("1:00:00")]
    [InlineData("10:00:00Z")]
    public void Date_or_time_that_is_none_is_refused(string written) => Assert.Throws<SyntaxException>(() => TomlReader.Read($"a = {written}"));

    private static void Equal(TomlType type, string text, string written)
    {
        var value = Assert.IsType<TomlScalar>(TomlReader.Read($"a = {written}").Entries["a"].Value);

        Assert.Equal((type, text), (value.Type, value.Text));
    }
}
