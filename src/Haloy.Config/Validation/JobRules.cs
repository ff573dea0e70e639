using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Validation;

/// <summary>What runs beside the app: around a deploy and at set times.</summary>
internal static class JobRules
{
    public static void Check(TargetConfig target, Findings findings)
    {
        CommandRules.Check(target.ReleaseCommand, "release_command", findings);
        CommandRules.Lines(target.PreDeploy, "pre_deploy", findings);
        CommandRules.Lines(target.PostDeploy, "post_deploy", findings);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (target.Schedules?.Count ?? 0); i++)
            Schedule(target.Schedules![i], $"schedules[{i}]", names, findings);
    }

    private static void Schedule(ScheduleConfig schedule, string at, HashSet<string> names, Findings findings)
    {
        if (string.IsNullOrEmpty(schedule.Name))
            findings.Missing($"{at}.name");
        else if (!TargetValidator.IsName(schedule.Name))
            findings.Value($"{at}.name", $"'{schedule.Name}' cannot name a schedule", "Use letters, digits, '-' and '_', beginning with a letter or digit.");
        else if (!names.Add(schedule.Name))
            findings.Conflict($"{at}.name", $"two schedules are named '{schedule.Name}'");

        if (string.IsNullOrWhiteSpace(schedule.Cron))
            findings.Missing($"{at}.cron", "For example: cron: \"0 3 * * *\" for 3 o'clock every night");
        else if (CronExpression.Parse(schedule.Cron).Failure is { } failure)
            findings.Value($"{at}.cron", $"'{schedule.Cron}' is not a time: {failure.Message}", failure.Hint);

        if (schedule.Command is null)
            findings.Missing($"{at}.command");
        CommandRules.Check(schedule.Command, $"{at}.command", findings);
        TimeZone(schedule.Timezone, $"{at}.timezone", findings);
        findings.Duration($"{at}.timeout", schedule.TimeoutSeconds, Limits.ScheduleTimeout);
    }

    private static void TimeZone(string? zone, string path, Findings findings)
    {
        if (!string.IsNullOrEmpty(zone) && TimeZones.IsUnknown(zone))
            findings.Value(path, $"there is no time zone '{zone}'", "Use a name of the IANA database, such as UTC or Europe/Oslo.");
    }
}
