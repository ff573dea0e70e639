using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Haloy.Contracts;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;

namespace Haloy.Proxy.Routing;

/// <summary>Says everything that keeps a snapshot from being put in force; it is taken whole or not at all.</summary>
internal static class SnapshotValidator
{
    /// <summary>One line per problem; empty when the snapshot may be used.</summary>
    public static IReadOnlyList<string> Problems(RoutingSnapshot snapshot)
    {
        var problems = new List<string>();
        // Nothing is not an empty list: a truncated or mistaken document must not take every app off the air.
        if (snapshot.Routes is null)
            problems.Add("routes is missing; a table without routes has an empty list");
        if (!string.IsNullOrEmpty(snapshot.ApiDomain) && HostName.Problem(snapshot.ApiDomain) is { } problem)
            problems.Add($"api_domain '{snapshot.ApiDomain}': {problem}");
        if (snapshot.ApiBackend is { } api)
            CheckBackend("api_backend", api, problems);

        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var route in snapshot.Routes ?? [])
            CheckRoute(route, owners, problems);
        // It is looked for first: the route would never be asked.
        if (owners.TryGetValue(snapshot.ApiDomain ?? "", out var owner))
            problems.Add($"api_domain '{snapshot.ApiDomain}' is also a host of route '{owner}'");
        CheckStates(snapshot, problems);
        problems.AddRange(ChallengeRules.Problems(snapshot));
        problems.AddRange(PageProblems(snapshot));
        return problems;
    }

    private static void CheckRoute(SnapshotRoute? route, Dictionary<string, string> owners, List<string> problems)
    {
        if (route is null)
        {
            problems.Add("a route is null");
            return;
        }

        var canonical = route.Canonical ?? "";
        CheckHost(canonical, canonical, owners, problems);
        if (HostName.IsWildcard(canonical) && route.Aliases is { Count: > 0 })
            problems.Add($"route '{canonical}': a wildcard has no one host that aliases could redirect to");
        foreach (var alias in route.Aliases ?? [])
            CheckHost(alias, canonical, owners, problems);
        CheckTarget($"route '{canonical}'", route.Backends, route.Policy, problems);
        CheckPaths(canonical, route.Paths ?? [], problems);
    }

    private static void CheckPaths(string canonical, IReadOnlyList<SnapshotPath> paths, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (path is null)
                problems.Add($"route '{canonical}': a path is null");
            else if (path.Path is not { } prefix || !PolicyRules.IsPrefix(prefix))
                problems.Add($"route '{canonical}': '{path.Path}' is not a path prefix such as '/api'");
            else if (!seen.Add(prefix.TrimEnd('/')))
                problems.Add($"route '{canonical}': the path '{prefix}' is there twice");
            else
                CheckTarget($"route '{canonical}{prefix}'", path.Backends, path.Policy, problems);
        }
    }

    private static IEnumerable<string> PageProblems(RoutingSnapshot snapshot) => ErrorPageRules.Problems(snapshot.Pages).Concat(
        from route in (snapshot.Routes ?? []).OfType<SnapshotRoute>()
        from policy in (route.Paths ?? []).Select(p => p?.Policy).Prepend(route.Policy)
        from problem in ErrorPageRules.Problems(policy?.ErrorPages, snapshot.Pages)
        select $"route '{route.Canonical}': {problem}");

    private static void CheckStates(RoutingSnapshot snapshot, List<string> problems)
    {
        foreach (var route in (snapshot.Routes ?? []).OfType<SnapshotRoute>())
        {
            Check($"route '{route.Canonical}'", route.State, route.Until, route.Then);
            foreach (var path in (route.Paths ?? []).OfType<SnapshotPath>())
                Check($"route '{route.Canonical}{path.Path}'", path.State, path.Until, path.Then);
        }

        void Check(string owner, string? state, DateTimeOffset? until, string? then) =>
            problems.AddRange(StateRules.Problems(state, until, then, snapshot.GeneratedAt).Select(p => $"{owner}: {p}"));
    }

    private static void CheckTarget(string owner, IReadOnlyList<SnapshotBackend>? backends, SnapshotPolicy? policy, List<string> problems)
    {
        var seen = new HashSet<(string? Ip, string? Port, string? Deployment)>();
        foreach (var backend in backends ?? [])
        {
            CheckBackend(owner, backend, problems);
            // It would get twice its share, and its weight would not be known.
            if (backend is not null && !seen.Add((backend.Ip, backend.Port, backend.Deployment)))
                problems.Add($"{owner}: the backend {backend.Ip}:{backend.Port} is there twice");
        }

        problems.AddRange(PolicyRules.Problems(policy).Select(p => $"{owner}: {p}"));
    }

    private static void CheckHost(string? host, string canonical, Dictionary<string, string> owners, List<string> problems)
    {
        if (host is null || HostName.PatternProblem(host) is not null)
            problems.Add($"route '{canonical}': host '{host}' cannot be routed: {(host is null ? "it is null" : HostName.PatternProblem(host))}");
        else if (!owners.TryAdd(host, canonical))
            problems.Add($"route '{canonical}': host '{host}' already belongs to route '{owners[host]}'");
    }

    // As they are usually written: '1' and '0x7f.1' are addresses to the C library, and a scope that does not exist leads nowhere.
    private static bool IsAddress(string? ip) => IPAddress.TryParse(ip, out var address) && (address.AddressFamily == AddressFamily.InterNetwork
        ? address.ToString() == ip
        : !ip.Contains('[', StringComparison.Ordinal) && (address.ScopeId != 0 || !ip.Contains('%', StringComparison.Ordinal)));

    private static void CheckBackend(string owner, SnapshotBackend? backend, List<string> problems)
    {
        if (backend is null)
        {
            problems.Add($"{owner}: a backend is null");
            return;
        }

        if (!IsAddress(backend.Ip))
            problems.Add($"{owner}: backend ip '{backend.Ip}' is not an IP address");
        if (!BackendProtocol.IsKnown(backend.Protocol))
            problems.Add($"{owner}: backend protocol '{backend.Protocol}' is not known");
        if (!int.TryParse(backend.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            problems.Add($"{owner}: backend port '{backend.Port}' is not a number from 1 to 65535");
        if (backend.Weight is < 0 or > SnapshotBackend.MaxWeight)
            problems.Add($"{owner}: backend weight {backend.Weight} is not 0 to {SnapshotBackend.MaxWeight}");
    }
}
