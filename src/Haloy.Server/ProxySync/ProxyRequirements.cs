using Haloy.Contracts.ProxyControl;

namespace Haloy.Server.ProxySync;

/// <summary>
/// The lowest proxy that does all this daemon asks of it; upgraders read it from <c>haloyd version --json</c>. Behind a lower one it works, and refuses
/// deployments that need more (<see cref="Deployments.ProxyNeeds"/>).
/// </summary>
internal static class ProxyRequirements
{
    /// <summary>Upgrade marker of the proxy (spec/server §6.9).</summary>
    public const int Generation = ProxyStatus.CurrentGeneration;

    /// <summary>The generation of a proxy: one from before they were counted reports none, and is of the first.</summary>
    public static int GenerationOf(ProxyStatus status) => Math.Max(1, status.Generation);

    /// <summary>Snapshot schema this daemon writes.</summary>
    public const int SchemaVersion = RoutingSnapshot.CurrentSchemaVersion;
}
