using System.Text.Json;
using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Commands;

public sealed class ValidateConfigCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Valid_file_is_confirmed_without_any_server()
    {
        _cli.WriteDeployFile("haloy.example.com");

        var result = await _cli.RunAsync("validate-config");

        Assert.Equal((0, $"● {_cli.WorkDirectory}/haloy.yaml is valid\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Problem_has_code_key_and_place_and_is_counted()
    {
        _cli.Write("haloy.yaml", "name: hello\nreplicas: 1\nprot: 80\n");

        var result = await _cli.RunAsync("validate-config", "--json");

        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(1, result.ExitCode);
        Assert.False(json.GetProperty("valid").GetBoolean());
        var problem = json.GetProperty("problems").EnumerateArray().Single(p => p.GetProperty("path").GetString() == "prot");
        Assert.Equal(("unknown-key", 3), (problem.GetProperty("code").GetString(), problem.GetProperty("line").GetInt32()));
        Assert.EndsWith("✖ haloy.yaml has 1 problem\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_dockerfile_is_a_problem()
    {
        _cli.Write("haloy.yaml", "name: hello\n");

        var result = await _cli.RunAsync("validate-config");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The Dockerfile 'Dockerfile' does not exist", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolved_config_shows_literals_and_masks_everything_else()
    {
        _cli.Variables["PASSWORD"] = "hunter2";
        _cli.WriteDeployFile("haloy.example.com", """
            api_token: { value: tok-tok }
            env:
              - name: PASSWORD
                from: { env: PASSWORD }
              - name: URL
                value: "postgres://u:${PASSWORD}@db"
              - name: PLAIN
                value: shown

            """);

        foreach (var arguments in new string[][] { ["--show-resolved-config"], ["--show-resolved-config", "--json"] })
        {
            var result = await _cli.RunAsync(["validate-config", .. arguments]);

            Assert.True(result.ExitCode == 0, result.ToString());
            Assert.Contains("shown", result.Output, StringComparison.Ordinal);
            Assert.Contains("********", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", result.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("tok-tok", result.ToString(), StringComparison.Ordinal);
        }
    }
}
