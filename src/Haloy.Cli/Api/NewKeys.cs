using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Cli.Api;

/// <summary>
/// Keys that a server without <see cref="Capabilities.ExtendedTarget"/> does not know and that cannot just be left out for it: the app would
/// run otherwise than the file says, or be open to those whom <c>ip_allow</c> shuts out.
/// </summary>
internal static class NewKeys
{
    private static readonly (string Name, Func<TargetConfig, object?> Value)[] All =
    [
        ("protocol", t => t.Protocol),
        ("resources", t => t.Resources),
        ("command", t => t.Command),
        ("entrypoint", t => t.Entrypoint),
        ("user", t => t.User),
        ("init", t => t.Init),
        ("extra_hosts", t => t.ExtraHosts),
        ("log", t => t.Log),
        ("health_check", t => t.HealthCheck),
        ("release_command", t => t.ReleaseCommand),
        ("routes", t => t.Routes),
        ("tls with an own certificate", t => t.TlsCertificate),
        ("headers", t => t.Headers),
        ("basic_auth", t => t.BasicAuth),
        ("ip_allow", t => t.IpAllow),
        ("max_body", t => t.MaxBodyBytes),
        ("timeouts", t => t.Timeouts),
        ("load_balancing", t => t.LoadBalancing),
        ("compression", t => t.Compression),
        ("error_pages", t => t.ErrorPages),
        ("canary", t => t.Canary),
        ("bake", t => t.BakeSeconds),
        ("hold", t => t.HoldSeconds),
        ("rolling_batch", t => t.RollingBatch),
        ("schedules", t => t.Schedules),
        ("notify", t => t.Notify),
    ];

    /// <summary>Why <paramref name="server"/> cannot run <paramref name="target"/>, or <see langword="null"/> when it can.</summary>
    public static Failure? Refusal(TargetConfig target, VersionResponse version, string server)
    {
        if (version.Capabilities?.Contains(Capabilities.ExtendedTarget) == true)
            return null;
        List<string> given = [.. All.Where(k => k.Value(target) is not null).Select(k => $"'{k.Name}'")];
        return given.Count == 0
            ? null
            : new Failure($"Server '{server}' is too old for {string.Join(", ", given)} of '{target.Name}'.", "Upgrade haloyd there, or remove these keys for this target.");
    }
}
