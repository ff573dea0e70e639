using System.Collections.Immutable;
using System.Text.Json;
using Haloy.Contracts.ProxyControl;
using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.ProxySync;

/// <summary>Reads what the proxy has in force out of its answers. Pure but for the one file it reads at start.</summary>
internal static class AppliedTable
{
    /// <summary>The table the proxy wrote down last, or null when there is none that can be read.</summary>
    public static RoutingSnapshot? FromFile(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ProxyControlJson.Default.RoutingSnapshot);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// What to assume at start: what the proxy says or, when it does not answer, the table it wrote down last, for that is what it serves with or
    /// will come back with. Taking it for empty would take every route away.
    /// </summary>
    public static RoutingState AtStart(ProxyStatus? status, RoutingSnapshot? lastKnown, DateTimeOffset now)
    {
        if (status is not null)
            return Read(status, lastKnown is not null && status.ConfigHash == SnapshotHash.Of(lastKnown) ? lastKnown : null, RoutingState.Empty, now);
        return RoutingState.Empty.WithSent((lastKnown?.Routes ?? [])
            .SelectMany(r => r.Backends ?? [])
            .Select(b => (RoutingState.Key(b.Ip, b.Port), b.Deployment, b.State == BackendState.Draining)));
    }

    /// <summary>
    /// The backends in <paramref name="status"/>, with the deployments they have in <paramref name="applied"/> (the proxy counts by address)
    /// and the times at which they were first seen draining in <paramref name="before"/>.
    /// </summary>
    public static RoutingState Read(ProxyStatus status, RoutingSnapshot? applied, RoutingState before, DateTimeOffset now)
    {
        var deployments = (applied?.Routes ?? [])
            .SelectMany(r => r.Backends ?? [])
            .GroupBy(b => RoutingState.Key(b.Ip, b.Port))
            .ToDictionary(g => g.Key, g => g.First().Deployment);

        var result = ImmutableDictionary.CreateBuilder<string, RoutedBackend>();
        foreach (var backend in status.Backends ?? [])
        {
            var key = RoutingState.Key(backend.Ip, backend.Port);
            var active = backend.State == BackendState.Active;
            if (!active && backend.State != BackendState.Draining && backend.InFlight == 0)
                continue;

            var known = before.Backends.GetValueOrDefault(key);
            var since = active ? (DateTimeOffset?)null : known is { Draining: true } ? known.DrainingSince : now;
            result[key] = new(deployments.TryGetValue(key, out var id) ? id : known?.DeploymentId, !active, Confirmed: true, backend.InFlight, since);
        }

        return new(result.ToImmutable()) { ProxyGeneration = ProxyRequirements.GenerationOf(status) };
    }
}
