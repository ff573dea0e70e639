namespace Haloy.Contracts.Api;

/// <summary>A command that runs in the app's image at set times.</summary>
public sealed record ScheduleConfig
{
    /// <summary>Name, unique in the app; letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string? Name { get; init; }

    /// <summary>When: five fields, or a word such as <c>@daily</c> (<see cref="Core.CronExpression"/>).</summary>
    public string? Cron { get; init; }

    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>IANA time zone of <see cref="Cron"/>, default UTC.</summary>
    public string? Timezone { get; init; }

    /// <summary>Seconds after which a run is ended.</summary>
    public int? TimeoutSeconds { get; init; }
}
