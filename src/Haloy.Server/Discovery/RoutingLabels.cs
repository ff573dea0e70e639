using System.Collections.Immutable;
using System.Text.Json;
using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Core;
using Haloy.Server.Deployments;

namespace Haloy.Server.Discovery;

/// <summary>The labels that say how an app is reached beyond its domains. One that cannot be read is a failure: who ignores an <c>ip_allow</c> opens the door.</summary>
internal static class RoutingLabels
{
    public static void Write(Deployment deployment, Dictionary<string, string> labels)
    {
        if (deployment.Target.Routes is { Count: > 0 } routes)
            labels[Labels.Routes] = JsonSerializer.Serialize(routes, ApiJson.Default.IReadOnlyListRouteConfig);
        if (PolicyOf(deployment.Target, $"{deployment.App}\n{deployment.Id}") is { } policy)
            labels[Labels.Policy] = JsonSerializer.Serialize(policy, PolicyJson.Default.SnapshotPolicy);
    }

    /// <summary>Path prefixes, in order.</summary>
    public static Outcome<ImmutableArray<RouteConfig>> ReadRoutes(IReadOnlyDictionary<string, string> labels)
    {
        if (!labels.TryGetValue(Labels.Routes, out var json))
            return ImmutableArray<RouteConfig>.Empty;
        try
        {
            if (JsonSerializer.Deserialize(json, ApiJson.Default.IReadOnlyListRouteConfig) is { } routes && routes.All(IsUsable))
                return routes.ToImmutableArray();
        }
        catch (JsonException)
        {
            // Said below.
        }

        return new Failure($"label {Labels.Routes} is not a list of routes");
    }

    public static Outcome<SnapshotPolicy?> ReadPolicy(IReadOnlyDictionary<string, string> labels)
    {
        if (!labels.TryGetValue(Labels.Policy, out var json))
            return (SnapshotPolicy?)null;
        try
        {
            if (JsonSerializer.Deserialize(json, PolicyJson.Default.SnapshotPolicy) is { } policy && PolicyRules.Problems(policy).Count == 0)
                return policy with { ErrorPages = null };
        }
        catch (JsonException)
        {
            // Said below.
        }

        return new Failure($"label {Labels.Policy} is not a policy");
    }

    private static bool IsUsable(RouteConfig route) =>
        route is { Path.Length: > 0 } && (string.IsNullOrEmpty(route.Host) || HostName.PatternProblem(route.Host) is null)
        && RouteClaim.Of([new DomainConfig { Domain = "a.example" }], [route with { Host = null }]).All(c => c.Path.Length == 0 || PolicyRules.IsPrefix(c.Path));

    /// <summary>What a target asks for; <see langword="null"/> when that is nothing.</summary>
    /// <param name="target">The target.</param>
    /// <param name="saltedBy">What no other deployment has. All replicas of one have to say the same, so the salt follows from it.</param>
    public static SnapshotPolicy? PolicyOf(TargetConfig target, string saltedBy)
    {
        var policy = new SnapshotPolicy
        {
            Headers = target.Headers is { Count: > 0 } headers ? headers : null,
            BasicAuth = target.BasicAuth is { } users ? [.. users.Select(u => User(u, saltedBy))] : null,
            IpAllow = target.IpAllow,
            MaxBodyBytes = target.MaxBodyBytes,
            ConnectSeconds = target.Timeouts?.ConnectSeconds,
            ResponseHeaderSeconds = target.Timeouts?.ResponseHeaderSeconds,
            IdleSeconds = target.Timeouts?.IdleSeconds,
            Compression = target.Compression == true ? true : null,
            Balance = Balance(target.LoadBalancing),
        };
        return policy == new SnapshotPolicy() ? null : policy;
    }

    private static SnapshotBalance? Balance(LoadBalancingConfig? config)
    {
        var balance = new SnapshotBalance
        {
            Policy = config?.Policy,
            Sticky = config?.Sticky == true ? new() { Cookie = config.StickyCookie } : null,
            SlowStartSeconds = config?.SlowStartSeconds,
        };
        return balance == new SnapshotBalance() ? null : balance;
    }

    private static SnapshotUser User(BasicAuthUser user, string saltedBy)
    {
        var hash = PasswordHash.Of(user.Password?.Value ?? "", $"{saltedBy}\n{user.Username}");
        return new() { Username = user.Username!, Salt = hash.Salt, Iterations = hash.Iterations, Hash = hash.Hash };
    }
}
