using System.Collections.Immutable;
using Haloy.Server.Discovery;

namespace Haloy.Server.Deployments.Decisions;

/// <summary>What the proxy has in force, as last heard from it, and what was sent to it since.</summary>
/// <param name="Backends">By <c>ip:port</c>.</param>
internal sealed record RoutingState(ImmutableDictionary<string, RoutedBackend> Backends)
{
    public static readonly RoutingState Empty = new(ImmutableDictionary<string, RoutedBackend>.Empty);

    /// <summary>Which generation of proxies it is told by; <see langword="null"/> before the first word.</summary>
    public int? ProxyGeneration { get; init; }

    /// <summary>The entry made for this very container: an address alone may have passed to another one.</summary>
    public RoutedBackend? Of(ObservedContainer container) =>
        container.Address is { } ip && Backends.TryGetValue(Key(ip, container.Port), out var backend) && backend.DeploymentId == container.DeploymentId
            ? backend
            : null;

    /// <summary>
    /// The same with a table that was sent and not yet confirmed: its active backends may get requests from now on, and are not known to.
    /// </summary>
    public RoutingState WithSent(IEnumerable<(string Key, string? DeploymentId, bool Draining)> backends)
    {
        var result = Backends.ToBuilder();
        foreach (var (key, deployment, _) in backends.Where(b => !b.Draining))
        {
            if (!result.TryGetValue(key, out var known) || known.DeploymentId != deployment)
                result[key] = new(deployment, Draining: false, Confirmed: false, InFlight: 0, DrainingSince: null);
            else if (known.Draining)
                result[key] = known with { Draining = false, Confirmed = false, DrainingSince = null };
        }

        return this with { Backends = result.ToImmutable() };
    }

    public static string Key(string ip, string port) => $"{ip}:{port}";
}

/// <summary>One backend.</summary>
/// <param name="DeploymentId">The deployment it was routed for.</param>
/// <param name="Draining">It gets no new requests.</param>
/// <param name="Confirmed">The proxy said so; otherwise it was only told to.</param>
/// <param name="InFlight">Requests it still answers.</param>
/// <param name="DrainingSince">When it was first seen draining.</param>
internal sealed record RoutedBackend(string? DeploymentId, bool Draining, bool Confirmed, long InFlight, DateTimeOffset? DrainingSince);
