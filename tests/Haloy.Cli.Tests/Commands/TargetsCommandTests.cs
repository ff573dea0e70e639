using System.Text.Json;
using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Commands;

public sealed class TargetsCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    private const string Yaml = """
        api_token: {from: {env: NOT_SET}}
        env: [{name: A, from: {secret: "sops:none:key"}}]
        secret_providers: {sops: {none: {file: missing.yaml}}}
        targets:
          web: {name: shop, server: b.example.com, replicas: 2, domains: [{domain: a.com, aliases: [www.a.com]}, {domain: c.com}]}
          db: {preset: database, image: "postgres:18"}
        """;

    [Fact]
    public async Task Targets_are_listed_by_name_without_looking_anything_up()
    {
        _cli.Write("haloy.yaml", Yaml);

        var result = await _cli.RunAsync("targets");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            ┌──────┬──────┬───────────────┬──────────────┬─────────────┬──────────┬───────────┐
            │ NAME │ APP  │    SERVER     │   DOMAINS    │    IMAGE    │ REPLICAS │ PROTECTED │
            ├──────┼──────┼───────────────┼──────────────┼─────────────┼──────────┼───────────┤
            │ db   │ db   │ -             │ -            │ postgres:18 │ 1        │ yes       │
            │ web  │ shop │ b.example.com │ a.com, c.com │ shop:latest │ 2        │ no        │
            └──────┴──────┴───────────────┴──────────────┴─────────────┴──────────┴───────────┘

            """.ReplaceLineEndings("\n"), result.Output);
    }

    [Fact]
    public async Task Json_has_every_column_and_more()
    {
        _cli.Write("haloy.yaml", Yaml);

        var result = await _cli.RunAsync("targets", "--json", "-t", "web");

        var web = Assert.Single(JsonDocument.Parse(result.Output).RootElement.EnumerateArray());
        Assert.Equal("""{"name":"web","app":"shop","server":"b.example.com","domains":["a.com","c.com"],"image":"shop:latest","build":true,"replicas":2,"strategy":"rolling","protected":false}""", web.GetRawText());
    }

    [Theory]
    [InlineData("name: hello\n", 0)]
    [InlineData("name: hello\nprot: 1\n", 1)]
    [InlineData("replicas: 1\n", 1)]
    public async Task Single_deployment_is_a_row_and_a_problem_is_shown(string yaml, int code)
    {
        _cli.Write("haloy.yaml", yaml);

        var result = await _cli.RunAsync("targets");

        Assert.Equal(code, result.ExitCode);
        Assert.Equal(code == 1, result.Error.Contains("✖ haloy.yaml:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unknown_target_is_an_error()
    {
        _cli.Write("haloy.yaml", Yaml);

        Assert.Contains("Did you mean 'web'?", (await _cli.RunAsync("targets", "-t", "wbe")).Error, StringComparison.Ordinal);
    }
}
