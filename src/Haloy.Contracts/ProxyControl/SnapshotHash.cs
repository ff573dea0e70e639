using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haloy.Contracts.Policies;

namespace Haloy.Contracts.ProxyControl;

/// <summary>Content hash of a snapshot: independent of the order of routes, aliases and backends, of the time and of the generation.</summary>
public static class SnapshotHash
{
    /// <summary>64 lower-case hex digits of SHA-256.</summary>
    public static string Of(RoutingSnapshot snapshot)
    {
        var text = new StringBuilder();
        Append(text, "api", snapshot.ApiDomain?.ToLowerInvariant(), Describe(snapshot.ApiBackend));
        foreach (var route in (snapshot.Routes ?? []).OrderBy(r => r.Canonical, StringComparer.OrdinalIgnoreCase))
        {
            Append(text, "route", route.Canonical.ToLowerInvariant(), route.PlainHttp ? "plain" : "tls", route.State ?? RouteState.Serving);
            AppendEnd(text, route.Until, route.Then);
            foreach (var alias in (route.Aliases ?? []).Select(a => a.ToLowerInvariant()).Order(StringComparer.Ordinal))
                Append(text, "alias", alias);
            AppendTarget(text, route.Backends, route.Policy);
            if (route.PathsOnly)
                Append(text, "paths only");
            foreach (var path in (route.Paths ?? []).OrderBy(p => p.Path, StringComparer.Ordinal))
            {
                Append(text, "path", path.Path, path.Strip ? "strip" : "", path.State ?? RouteState.Serving);
                AppendEnd(text, path.Until, path.Then);
                AppendTarget(text, path.Backends, path.Policy);
            }
        }

        foreach (var challenge in (snapshot.Challenges ?? []).Select(c => c.KeyAuthorization).Order(StringComparer.Ordinal))
            Append(text, "challenge", challenge);
        foreach (var challenge in (snapshot.TlsChallenges ?? []).OrderBy(c => c.Domain, StringComparer.OrdinalIgnoreCase))
            Append(text, "tls challenge", challenge.Domain.ToLowerInvariant(), challenge.KeyAuthorization);

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void AppendEnd(StringBuilder text, DateTimeOffset? until, string? then)
    {
        if (until is { } end)
            Append(text, "until", end.UtcTicks.ToString(CultureInfo.InvariantCulture), then ?? RouteState.Serving);
    }

    private static void AppendTarget(StringBuilder text, IReadOnlyList<SnapshotBackend>? backends, SnapshotPolicy? policy)
    {
        foreach (var backend in (backends ?? []).Select(Describe).Order(StringComparer.Ordinal))
            Append(text, "backend", backend);
        if (policy is not null)
            Append(text, "policy", JsonSerializer.Serialize(policy, PolicyJson.Default.SnapshotPolicy));
    }

    private static string? Describe(SnapshotBackend? backend) => backend is null
        ? null
        : $"{backend.Ip}|{backend.Port}|{backend.Deployment}|{backend.State ?? BackendState.Active}{(backend.Weight is { } weight and not 1 ? $"|{weight}" : "")}{ProtocolOf(backend)}";

    private static string ProtocolOf(SnapshotBackend backend) => backend.Protocol is null or BackendProtocol.Http1 ? "" : $"|{backend.Protocol}";

    private static void Append(StringBuilder text, params ReadOnlySpan<string?> parts)
    {
        foreach (var part in parts)
            text.Append(part).Append('\u001f');
        text.Append('\n');
    }
}
