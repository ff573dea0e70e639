using System.Collections.Immutable;
using System.Globalization;
using Haloy.Contracts;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Core;

namespace Haloy.Server.Discovery;

/// <summary>What a container's labels say (spec/server §5.1).</summary>
/// <param name="App">App name.</param>
/// <param name="DeploymentId">Opaque deployment id.</param>
/// <param name="Replica">1-based, or 0 when not labelled.</param>
/// <param name="Port">Container port.</param>
/// <param name="HealthCheckPath">Path of the HTTP probe.</param>
/// <param name="MinReady">Time to stay up before rotation.</param>
/// <param name="Domains">Domains in index order, names lower-case.</param>
/// <param name="PlainHttp">Served without TLS.</param>
internal sealed record ContainerLabels(
    string App,
    string DeploymentId,
    int Replica,
    string Port,
    string HealthCheckPath,
    TimeSpan MinReady,
    ImmutableArray<DomainConfig> Domains,
    bool PlainHttp)
{
    /// <summary>Path prefixes it asks for instead of everything on its domains.</summary>
    public ImmutableArray<RouteConfig> Routes { get; init; } = [];

    /// <summary>What else holds for its requests.</summary>
    public SnapshotPolicy? Policy { get; init; }

    /// <summary>What it speaks; <see langword="null"/> for HTTP/1.1.</summary>
    public string? Protocol { get; init; }
}

/// <summary>Reads labels strictly: a container whose labels do not make sense is reported, not guessed at.</summary>
internal static class LabelReader
{
    private const int MaxMinReadySeconds = 600;

    public static Outcome<ContainerLabels> Read(IReadOnlyDictionary<string, string> labels)
    {
        if (labels.GetValueOrDefault(Labels.AppName) is not { Length: > 0 } app)
            return new Failure($"label {Labels.AppName} is missing");
        if (labels.GetValueOrDefault(Labels.DeploymentId) is not { Length: > 0 } deployment)
            return new Failure($"label {Labels.DeploymentId} is missing");
        if (labels.GetValueOrDefault(Labels.Role, Labels.RoleApp) is var role and not Labels.RoleApp)
            return new Failure($"label {Labels.Role} is '{role}', only '{Labels.RoleApp}' is known");

        var port = labels.GetValueOrDefault(Labels.Port, TargetDefaults.Port);
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return new Failure($"label {Labels.Port} is '{port}', not a port from 1 to 65535");

        var protocol = labels.GetValueOrDefault(Labels.Protocol);
        if (!BackendProtocol.IsKnown(protocol))
            return new Failure($"label {Labels.Protocol} is '{protocol}', only '{BackendProtocol.Http1}' and '{BackendProtocol.H2c}' are known");

        var path = labels.GetValueOrDefault(Labels.HealthCheckPath, TargetDefaults.HealthCheckPath);
        if (!path.StartsWith('/'))
            return new Failure($"label {Labels.HealthCheckPath} is '{path}', it must begin with '/'");

        var minReady = Number(labels, Labels.MinReadySeconds);
        if (minReady > MaxMinReadySeconds)
            return new Failure($"label {Labels.MinReadySeconds} is {minReady}, it must be from 0 to {MaxMinReadySeconds}");

        var domains = ReadDomains(labels);
        var routes = RoutingLabels.ReadRoutes(labels);
        var policy = RoutingLabels.ReadPolicy(labels);
        return domains.Succeeded && routes.Succeeded && policy.Succeeded
            ? new ContainerLabels(
                app,
                deployment,
                Number(labels, Labels.Replica),
                port,
                path,
                TimeSpan.FromSeconds(minReady),
                domains.Value,
                labels.GetValueOrDefault(Labels.Tls) == "off")
            {
                Routes = routes.Value,
                Policy = policy.Value,
                Protocol = protocol,
            }
            : domains.Failure ?? routes.Failure ?? policy.Failure!;
    }

    private static Outcome<ImmutableArray<DomainConfig>> ReadDomains(IReadOnlyDictionary<string, string> labels)
    {
        var canonicals = new SortedDictionary<int, string>();
        var aliases = new SortedDictionary<(int Domain, int Alias), string>();
        foreach (var (key, value) in labels)
        {
            if (!key.StartsWith(Labels.DomainPrefix, StringComparison.Ordinal))
                continue;
            var host = HostName.Normalize(value);
            if (HostName.PatternProblem(host) is { } problem)
                return new Failure($"label {key} is '{value}', not a host name: {problem}");

            switch (key[Labels.DomainPrefix.Length..].Split('.'))
            {
                case [var i] when Index(i) is { } domain:
                    canonicals[domain] = host;
                    break;
                case [var i, "alias", var j] when Index(i) is { } domain && Index(j) is { } alias:
                    aliases[(domain, alias)] = host;
                    break;
                default:
                    return new Failure($"label {key} is not understood", $"Use {Labels.Domain(0)} and {Labels.Alias(0, 0)}, counting from 0.");
            }
        }

        if (aliases.Keys.Where(k => !canonicals.ContainsKey(k.Domain)).Select(k => (int?)k.Domain).FirstOrDefault() is { } lonely)
            return new Failure($"label {Labels.Alias(lonely, 0)} has no {Labels.Domain(lonely)} to belong to");

        return canonicals
            .Select(c => new DomainConfig { Domain = c.Value, Aliases = [.. aliases.Where(a => a.Key.Domain == c.Key).Select(a => a.Value)] })
            .ToImmutableArray();
    }

    private static int? Index(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static int Number(IReadOnlyDictionary<string, string> labels, string key) => Index(labels.GetValueOrDefault(key, "")) ?? 0;
}
