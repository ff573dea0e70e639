using Haloy.Contracts.Api;

namespace Haloy.Server.Deployments;

/// <summary>
/// Keys that targets may have and this daemon does not act on. They are refused: an app whose <c>ip_allow</c> is ignored is open to everybody.
/// Whoever teaches the daemon a key takes its line away.
/// </summary>
internal static class NotYet
{
    /// <summary>The keys of <paramref name="target"/> that would be ignored, as the deploy file spells them.</summary>
    public static IReadOnlyList<string> In(TargetConfig target) =>
        [.. Keys.Where(key => key.IsGiven(target)).Select(key => key.Name)];

    private static readonly (string Name, Func<TargetConfig, bool> IsGiven)[] Keys =
    [
        ("health_check", t => t.HealthCheck is not null),
        ("release_command", t => t.ReleaseCommand is not null),
        ("tls with an own certificate", t => t.TlsCertificate is not null),
        ("canary", t => t.Canary is not null),
        ("bake", t => t.BakeSeconds is not null),
        ("hold", t => t.HoldSeconds is not null),
        ("rolling_batch", t => t.RollingBatch > 1),
        ("schedules", t => t.Schedules is { Count: > 0 }),
        ("notify", t => t.Notify is { Count: > 0 }),
    ];
}
