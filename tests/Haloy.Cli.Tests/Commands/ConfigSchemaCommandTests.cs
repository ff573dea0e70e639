using System.Text.Json.Nodes;
using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Commands;

public sealed class ConfigSchemaCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData(null, "health_check_path")]
    [InlineData("yaml", "health_check_path")]
    [InlineData("toml", "health_check_path")]
    [InlineData("json", "healthCheckPath")]
    public async Task Schema_is_printed_in_the_spelling_of_the_format(string? format, string key)
    {
        var result = await _cli.RunAsync(format is null ? ["config", "schema"] : ["config", "schema", "--format", format]);

        Assert.True(result.ExitCode == 0, result.ToString());
        var schema = JsonNode.Parse(result.Output)!;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        Assert.NotNull(schema["properties"]![key]);
    }

    [Fact]
    public async Task Format_that_does_not_exist_is_refused()
    {
        var result = await _cli.RunAsync("config", "schema", "--format", "xml");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("xml", result.Error, StringComparison.Ordinal);
    }
}
