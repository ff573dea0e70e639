using Haloy.Contracts.ProxyControl;

namespace Haloy.Server.ProxySync;

/// <summary>The lowest proxy this daemon works with; upgraders read it from <c>haloyd version --json</c>.</summary>
internal static class ProxyRequirements
{
    /// <summary>Upgrade marker of the proxy (spec/server §6.9).</summary>
    public const int Generation = ProxyStatus.CurrentGeneration;

    /// <summary>Snapshot schema this daemon writes.</summary>
    public const int SchemaVersion = RoutingSnapshot.CurrentSchemaVersion;
}
