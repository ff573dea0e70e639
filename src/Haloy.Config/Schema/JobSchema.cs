using Haloy.Config.Binding;
using Haloy.Config.Validation;
using Haloy.Contracts.Api;

namespace Haloy.Config.Schema;

/// <summary>What runs beside the app: around a deploy, at set times, and who is told.</summary>
internal static class JobSchema
{
    private static readonly ListReader<ScheduleConfig> Schedules = new(
        new BlockReader<ScheduleConfig>("schedule", "a block with 'name', 'cron' and 'command'", new ScheduleConfig(),
        [
            new Key<ScheduleConfig, string>("name", TextValue.Instance, "Name, unique in the app: letters, digits, `-`, `_`.", (s, v) => s with { Name = v }, required: true),
            new Key<ScheduleConfig, string>("cron", TextValue.Instance, "When: minute, hour, day of the month, month, day of the week; or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.", (s, v) => s with { Cron = v }, required: true),
            new Key<ScheduleConfig, IReadOnlyList<string>>("command", CommandValue.Instance, "Runs in the app's image.", (s, v) => s with { Command = v }, required: true),
            new Key<ScheduleConfig, string>("timezone", TextValue.Instance, "Time zone of `cron`, such as `Europe/Oslo`.", (s, v) => s with { Timezone = v }, "UTC"),
            new Key<ScheduleConfig, int>("timeout", AmountValue.Seconds(Limits.ScheduleTimeout), "How long a run may take before it is ended.", (s, v) => s with { TimeoutSeconds = v }, "no limit"),
        ]),
        "a list of schedules",
        "Write each as '- name: NAME' with 'cron:' and 'command:' below it.");

    private static readonly ListReader<NotifyConfig> Notify = new(
        new BlockReader<NotifyConfig>("notification", "a block with 'url'", new NotifyConfig(),
        [
            new Key<NotifyConfig, ValueSource>("url", SourceSchema.Value, "Where to post to.", (n, v) => n with { Url = v }, required: true),
            new Key<NotifyConfig, IReadOnlyList<string>>("events", new ListReader<string>(TextValue.OneOf(Choices.NotifyEvents), "a list of events", "For example: [succeeded, failed]"), "What to tell.", (n, v) => n with { Events = v }, "[succeeded, failed]"),
            new Key<NotifyConfig, string>("format", TextValue.OneOf(Choices.NotifyFormats), "`json`: all there is to know; `slack`: a message that Slack and its likes show.", (n, v) => n with { Format = v }, "json"),
        ]),
        "a list of web hooks",
        "Write each as '- url: {value: https://…}'.");

    public static IReadOnlyList<Key<TargetConfig>> Keys { get; } =
    [
        new Key<TargetConfig, IReadOnlyList<string>>("release_command", CommandValue.Instance, "Runs once in the new image before traffic moves; when it fails, so does the deploy.", (t, v) => t with { ReleaseCommand = v }),
        new Key<TargetConfig, IReadOnlyList<string>>("pre_deploy", TextList.Commands, "Shell commands run here before the target is deployed.", (t, v) => t with { PreDeploy = v }),
        new Key<TargetConfig, IReadOnlyList<string>>("post_deploy", TextList.Commands, "Shell commands run here after the target was deployed.", (t, v) => t with { PostDeploy = v }),
        new Key<TargetConfig, IReadOnlyList<ScheduleConfig>>("schedules", Schedules, "Commands run at set times in the app's image.", (t, v) => t with { Schedules = v }),
        new Key<TargetConfig, IReadOnlyList<NotifyConfig>>("notify", Notify, "Web hooks told about deployments.", (t, v) => t with { Notify = v }),
    ];
}
