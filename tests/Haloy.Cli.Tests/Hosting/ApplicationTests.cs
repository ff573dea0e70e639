using Haloy.Cli.Tests.Support;

namespace Haloy.Cli.Tests.Hosting;

public sealed class ApplicationTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("statsu", "Unknown command 'statsu'.\n  Did you mean 'status'?")]
    [InlineData("server lst", "Unknown command 'lst'.\n  Did you mean 'list'?")]
    [InlineData("roll", "Did you mean 'rollback' or 'rollback-targets'?")]
    [InlineData("deploy --jsn", "Unknown flag '--jsn'.\n  Did you mean '--json'?")]
    [InlineData("deploy extra", "Unknown argument 'extra'.\n  See 'haloy deploy --help'.")]
    [InlineData("deploy -t a --all", "--target and --all exclude each other.")]
    [InlineData("rollback", "deployment-id")]
    [InlineData("stop --remove-volumes", "--remove-volumes needs --remove-containers.")]
    [InlineData("logs --container a --all-containers", "--container and --all-containers exclude each other.")]
    [InlineData("logs --tail many", "'many'")]
    public async Task Wrong_usage_is_told_on_stderr_with_the_next_step(string line, string text)
    {
        var result = await _cli.RunAsync(line.Split(' '));

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("server")]
    [InlineData("deploy --help")]
    public async Task Help_is_success(string line)
    {
        var result = await _cli.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directory_without_a_deploy_file_is_told()
    {
        var result = await _cli.RunAsync("deploy");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("haloy.yaml", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authority_file_that_cannot_be_read_is_named()
    {
        _cli.Variables["HALOY_CA_FILE"] = "/no/such.pem";

        var result = await _cli.RunAsync("status");

        Assert.Contains("HALOY_CA_FILE names /no/such.pem, which cannot be used", result.Error, StringComparison.Ordinal);
    }
}
