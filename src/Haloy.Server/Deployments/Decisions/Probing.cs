using System.Collections.Immutable;
using Haloy.Contracts;
using Haloy.Server.Health;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>Which containers have to be probed, and when waiting alone makes one ready.</summary>
internal static class Probing
{
    public static ImmutableArray<ProbeTarget> Of(string app, ImmutableArray<Member> members) =>
    [
        .. members
            .Where(m => m.Readiness.NeedsProbe && m.Container.Address is not null)
            .Select(m => new ProbeTarget(app, m.Container.Run, m.Container.Address!, m.Container.Port, m.Container.HealthCheckPath) { SpeaksHttp2 = m.Container.Protocol == BackendProtocol.H2c }),
    ];

    public static DateTimeOffset? Wake(ImmutableArray<Member> members) => members.Select(m => m.Readiness.WakeAt).Min();
}
