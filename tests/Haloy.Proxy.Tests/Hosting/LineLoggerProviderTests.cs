using System.Text.Json;
using Haloy.Proxy.Hosting;
using Haloy.Testing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tests.Hosting;

public sealed class LineLoggerProviderTests
{
    private static readonly KeyValuePair<string, object?>[] Values = [new("RemoteHost", "a\"b"), new("Count", 7), new("{OriginalFormat}", "x")];

    [Fact]
    public void Text_is_a_line_with_its_exception_below()
    {
        var lines = Write(LogFormat.Text).Split('\n');

        Assert.Equal("2026-01-01T00:00:00.000Z WARN  [4001] It failed", lines[0]);
        Assert.Equal("System.IO.IOException: broken", lines[1]);
    }

    [Fact]
    public void Json_is_one_line_with_the_values_as_fields()
    {
        var text = Write(LogFormat.Json);
        Assert.DoesNotContain('\n', text);

        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(("2026-01-01T00:00:00.000Z", "WARN", 4001, "It failed"), (Get("time"), Get("level"), json.GetProperty("event").GetInt32(), Get("message")));
        Assert.Equal("""{"remote_host":"a\u0022b","count":"7"}""", json.GetProperty("fields").GetRawText());
        Assert.StartsWith("System.IO.IOException: broken", Get("exception"));

        string Get(string name) => json.GetProperty(name).GetString()!;
    }

    [Theory]
    [InlineData("json", LogFormat.Json)]
    [InlineData("text", LogFormat.Text)]
    [InlineData("", LogFormat.Text)]
    [InlineData(null, LogFormat.Text)]
    public void Environment_chooses_the_format(string? value, LogFormat format) => Assert.Equal(format, LineLoggerProvider.FormatOf(_ => value).Value);

    [Fact]
    public void Format_that_there_is_not_is_refused() => Assert.Contains("'jsn'", LineLoggerProvider.FormatOf(_ => "jsn").Failure?.Message);

    private static string Write(LogFormat format)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var provider = new LineLoggerProvider(output, format, LogLevel.Information, new FakeClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        provider.CreateLogger("Haloy.Test").Log(LogLevel.Warning, 4001, Values, new IOException("broken"), (_, _) => "It failed");
        provider.CreateLogger("Haloy.Test").Log(LogLevel.Debug, 4001, Values, null, (_, _) => "too much");
        return output.ToString().TrimEnd();
    }
}
