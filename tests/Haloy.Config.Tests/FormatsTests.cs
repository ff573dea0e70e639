using System.Text.Json;
using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Yaml;
using Haloy.Config.Problems;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests;

/// <summary>A deploy file means the same in every format.</summary>
public sealed class FormatsTests
{
    [Theory]
    [InlineData("shop.json")]
    [InlineData("shop.toml")]
    public void The_same_file_written_by_hand_in_another_format_means_the_same(string name) =>
        Assert.Equal(Resolved(Text("shop.yaml"), "haloy.yaml"), Resolved(Text(name), name));

    [Theory]
    [InlineData("haloy.json")]
    [InlineData("haloy.toml")]
    public void Every_key_means_the_same_in_every_format(string name)
    {
        var yaml = File.ReadAllText(Repository.File("samples", "reference", "haloy.yaml"));

        var other = DocumentWriter.Write(YamlReader.Read(new SourceText("", yaml)), name);

        Assert.Equal(Resolved(yaml, "haloy.yaml"), Resolved(other, name));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("toml")]
    public void The_documentation_shows_the_same_file_in_every_format(string format) =>
        Assert.Equal(Resolved(Shown("yaml"), "haloy.yaml"), Resolved(Shown(format), $"haloy.{format}"));

    [Theory]
    [InlineData("port = 0x50")]
    [InlineData("port = 8_0")]
    [InlineData("port = \"80\"")]
    public void Port_is_plain_decimal_whatever_the_format_allows(string line) =>
        Assert.Equal("80", Deploy.Resolve($"name = 'app'\n{line}\n", "haloy.toml").Value![0].Config.Port);

    [Fact]
    public void Dates_of_toml_are_called_dates() =>
        Assert.Equal("'replicas' must be a whole number, but this is the date or time 2024-01-01",
            Assert.Single(Deploy.Load("name = 'app'\nreplicas = 2024-01-01\n", "haloy.toml").Problems).Message);

    private static string Shown(string format)
    {
        var page = File.ReadAllText(Repository.File("docs", "configuration.md"));
        var section = page[page.IndexOf("### JSON and TOML", StringComparison.Ordinal)..];
        var start = section.IndexOf($"```{format}\n", StringComparison.Ordinal) + format.Length + 4;
        return section[start..section.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string Text(string name) => File.ReadAllText(Repository.File("tests", "Haloy.Config.Tests", "Corpus", name));

    private static string Resolved(string text, string name)
    {
        var file = Deploy.Load(text, name);
        Assert.True(file.Succeeded, ConfigProblemFormatter.Format(file.Problems));
        var resolved = Deploy.Resolve(file.Value, variable => $"value of {variable}");
        Assert.True(resolved.Succeeded, ConfigProblemFormatter.Format(resolved.Problems));
        return string.Join('\n', resolved.Value.Select(t => JsonSerializer.Serialize(t.RollbackConfig, ApiJson.Default.DeployConfig)
            + JsonSerializer.Serialize(t.Config, ApiJson.Default.TargetConfig)).Append(string.Join(' ', file.Value.Config.GlobalPreDeploy ?? [])));
    }
}
