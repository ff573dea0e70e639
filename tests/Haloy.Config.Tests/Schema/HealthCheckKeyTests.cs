using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Schema;

/// <summary><c>health_check</c> and its short form are one thing.</summary>
public sealed class HealthCheckKeyTests
{
    [Fact]
    public void Block_with_only_a_path_is_the_short_form()
    {
        var target = Deploy.Target("name: app\nhealth_check: {path: /up}");

        Assert.Equal("/up", target.HealthCheckPath);
        Assert.Null(target.HealthCheck);
    }

    [Fact]
    public void Block_has_what_the_short_form_cannot_say()
    {
        var target = Deploy.Target("name: app\nhealth_check: {path: /up, port: 9000, status: [200-399, 404], interval: 1m, timeout: 2}");

        Assert.Equal("/up", target.HealthCheckPath);
        Assert.Equal(("9000", 60, 2), (target.HealthCheck!.Port, target.HealthCheck.IntervalSeconds, target.HealthCheck.TimeoutSeconds));
        Assert.Equal(["200-399", "404"], target.HealthCheck.Status!);
    }

    [Fact]
    public void Status_may_be_a_bare_number() => Assert.Equal(["204"], Deploy.Target("name: app\nhealth_check: {status: 204}").HealthCheck!.Status!);

    [Fact]
    public void Both_forms_beside_each_other_are_a_conflict()
    {
        var problem = Deploy.Problem("name: app\nhealth_check_path: /a\nhealth_check:\n  path: /b\n");

        Assert.Equal((ProblemCode.Conflict, "health_check"), (problem.Code, problem.Path));
    }

    [Fact]
    public void Bad_path_in_the_block_is_found_there()
    {
        var problem = Deploy.Problem("name: app\nhealth_check:\n  path: up\n  interval: 5s\n");

        Assert.Equal(("health_check.path", 3), (problem.Path, problem.Line));
    }

    [Theory]
    [InlineData("type: ping", "health_check.type", "must be http, tcp or command")]
    [InlineData("port: 70000", "health_check.port", "must be 1 to 65535")]
    [InlineData("status: 99", "health_check.status[0]", "'99' is not a status code")]
    [InlineData("status: 399-200", "health_check.status[0]", "'399-200' is not a status code")]
    [InlineData("status: ok", "health_check.status[0]", "'ok' is not a status code")]
    [InlineData("interval: 0", "health_check.interval", "'interval' must be 1s to 1h, not 0")]
    [InlineData("timeout: 10m", "health_check.timeout", "'timeout' must be 1s to 5m, not 10m")]
    [InlineData("type: command", "health_check.command", "'command' is missing")]
    [InlineData("command: [a]", "health_check.command", "'command' is for 'type: command'")]
    [InlineData("type: tcp, path: /up", "health_check.path", "a path is for 'type: http'")]
    [InlineData("type: tcp, status: 200", "health_check.status", "'status' is for 'type: http'")]
    [InlineData("type: command, command: a, port: 80", "health_check.port", "but this check is 'command'")]
    public void What_does_not_go_together_is_refused(string keys, string path, string message)
    {
        var problem = Deploy.Problem($"name: app\nhealth_check: {{{keys}}}\n");

        Assert.Equal((path, 2), (problem.Path, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_lays_its_check_over_the_base_key_by_key()
    {
        var target = Deploy.Targets("""
            health_check: {path: /up, interval: 5s, status: 200}
            targets:
              a: {health_check: {timeout: 2s}}
              b: {health_check_path: /b}
              c: {health_check: {type: tcp}}
              d: {health_check: {path: /d, status: 204}}
            """);

        Assert.Equal(("/up", 5, 2), (target["a"].Config.HealthCheckPath, target["a"].Config.HealthCheck!.IntervalSeconds, target["a"].Config.HealthCheck!.TimeoutSeconds));
        Assert.Equal(("/b", 5), (target["b"].Config.HealthCheckPath, target["b"].Config.HealthCheck!.IntervalSeconds));
        Assert.Equal(("/", "tcp", 5, null), (target["c"].Config.HealthCheckPath, target["c"].Config.HealthCheck!.Type, target["c"].Config.HealthCheck!.IntervalSeconds, target["c"].Config.HealthCheck!.Status));
        Assert.Equal(("/d", "204"), (target["d"].Config.HealthCheckPath, target["d"].Config.HealthCheck!.Status![0]));
    }
}
