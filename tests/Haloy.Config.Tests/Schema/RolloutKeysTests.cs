using Haloy.Config.Problems;

namespace Haloy.Config.Tests.Schema;

/// <summary>How a new version takes over, what runs beside the app, and who is told.</summary>
public sealed class RolloutKeysTests
{
    private const string App = "name: app\ndomains: [{domain: a.com}]\n";

    [Fact]
    public void Rollout_keys_reach_the_target()
    {
        var target = Deploy.Target(App + """
            canary: {steps: [5, 25], bake: 2m, abort: {error_rate: 0.5%, min_requests: 100}}
            bake: 1h30m
            rolling_batch: 2
            release_command: ./manage migrate
            schedules: [{name: a, cron: "*/5 * * * mon-fri", command: [a], timezone: UTC, timeout: 10m}]
            notify: [{url: {value: "https://a.com/x"}, events: [failed], format: slack}]
            """);

        Assert.Equal([5, 25], target.Canary!.Steps!);
        Assert.Equal((120, 0.5m, 100), (target.Canary.BakeSeconds, target.Canary.Abort!.ErrorRatePercent, target.Canary.Abort.MinRequests));
        Assert.Equal((5400, 2), (target.BakeSeconds, target.RollingBatch));
        Assert.Equal(["./manage", "migrate"], target.ReleaseCommand!);
        Assert.Equal(("a", "*/5 * * * mon-fri", "UTC", 600), (target.Schedules![0].Name, target.Schedules[0].Cron, target.Schedules[0].Timezone, target.Schedules[0].TimeoutSeconds));
        Assert.Equal(("https://a.com/x", "failed", "slack"), (target.Notify![0].Url!.Value, target.Notify[0].Events![0], target.Notify[0].Format));
    }

    [Fact]
    public void Requests_may_be_held_while_replacing() =>
        Assert.Equal(10, Deploy.Target("name: app\ndeployment_strategy: replace\nhold: 10s").HoldSeconds);

    [Theory]
    [InlineData("hold: 10s", "hold", "'hold' is for 'deployment_strategy: replace'")]
    [InlineData("bake: 0", "bake", "'bake' must be 1s to 24h, not 0")]
    [InlineData("rolling_batch: 0", "rolling_batch", "must be at least 1")]
    [InlineData("canary: {bake: 1m}", "canary.steps", "'steps' is missing")]
    [InlineData("canary: {steps: [5]}", "canary.bake", "'bake' is missing")]
    [InlineData("canary: {steps: 5, bake: 1m}", "canary.steps", "must be a list of percentages")]
    [InlineData("canary: {steps: [5, 100], bake: 1m}", "canary.steps[1]", "a step must be 1 to 99 percent, not 100")]
    [InlineData("canary: {steps: [25, 25], bake: 1m}", "canary.steps[1]", "the steps must rise, but 25 follows 25")]
    [InlineData("canary: {steps: [5], bake: 1m, abort: {}}", "canary.abort.error_rate", "'error_rate' is missing")]
    [InlineData("canary: {steps: [5], bake: 1m, abort: {error_rate: 0.05}}", "canary.abort.error_rate", "'0.05' has no percent sign")]
    [InlineData("canary: {steps: [5], bake: 1m, abort: {error_rate: few}}", "canary.abort.error_rate", "is not a percentage")]
    [InlineData("canary: {steps: [5], bake: 1m, abort: {error_rate: 100%}}", "canary.abort.error_rate", "below 100%")]
    [InlineData("schedules: [{cron: \"@daily\", command: a}]", "schedules[0].name", "'name' is missing")]
    [InlineData("schedules: [{name: a b, cron: \"@daily\", command: a}]", "schedules[0].name", "cannot name a schedule")]
    [InlineData("schedules: [{name: a, command: a}]", "schedules[0].cron", "'cron' is missing")]
    [InlineData("schedules: [{name: a, cron: \"* * * *\", command: a}]", "schedules[0].cron", "is not a time: a cron expression has 5 fields")]
    [InlineData("schedules: [{name: a, cron: \"@daily\"}]", "schedules[0].command", "'command' is missing")]
    [InlineData("schedules: [{name: a, cron: \"@daily\", command: a, timezone: \"Europe/\"}]", "schedules[0].timezone", "there is no time zone 'Europe/'")]
    [InlineData("schedules: [{name: a, cron: \"@daily\", command: a, timeout: 0}]", "schedules[0].timeout", "must be 1s to 24h")]
    [InlineData("schedules: [{name: a, cron: \"@daily\", command: a}, {name: a, cron: \"@daily\", command: a}]", "schedules[1].name", "two schedules are named 'a'")]
    [InlineData("notify: [{format: json}]", "notify[0].url", "'url' is missing")]
    [InlineData("notify: [{url: {value: \"ftp://a.com\"}}]", "notify[0].url", "must begin with https:// or http://")]
    [InlineData("notify: [{url: {value: \"https://a.com\"}, events: []}]", "notify[0].events", "nothing would be told")]
    [InlineData("notify: [{url: {value: \"https://a.com\"}, events: [succeded]}]", "notify[0].events[0]", "must be started, succeeded or failed")]
    [InlineData("notify: [{url: {value: \"https://a.com\"}, format: xml}]", "notify[0].format", "must be json or slack")]
    public void What_cannot_be_done_is_refused(string line, string path, string message)
    {
        var problem = Deploy.Problem($"{App}{line}\n");

        Assert.Equal((path, 3), (problem.Path, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary: {steps: [5], bake: 1m}", "canary")]
    [InlineData("rolling_batch: 2", "rolling_batch")]
    public void What_needs_both_versions_side_by_side_cannot_replace(string line, string path)
    {
        var problem = Deploy.Problem($"{App}deployment_strategy: replace\n{line}\n");

        Assert.Equal((ProblemCode.Conflict, path, 4), (problem.Code, problem.Path, problem.Line));
    }

    [Fact]
    public void Canary_needs_traffic_of_the_proxy() =>
        Assert.Equal((ProblemCode.Conflict, "canary"), Deploy.Problem("name: app\ncanary: {steps: [5], bake: 1m}\n") is var p ? (p.Code, p.Path) : default);

    [Fact]
    public void Address_of_a_web_hook_is_in_no_message()
    {
        var problem = Deploy.Problem("name: app\nnotify: [{url: {value: \"s3cret-token\"}}]\n");

        Assert.DoesNotContain("s3cret", ConfigProblemFormatter.Format(problem), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_zone_that_does_not_exist_is_noticed_where_zones_are_known()
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _), "this machine has no time zone database");

        Assert.Contains("'Europe/Olso'", Deploy.Problem("name: app\nschedules: [{name: a, cron: \"@daily\", command: a, timezone: Europe/Olso}]\n").Message, StringComparison.Ordinal);
    }
}
