using System.Security.Cryptography;
using System.Text;

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
            foreach (var alias in (route.Aliases ?? []).Select(a => a.ToLowerInvariant()).Order(StringComparer.Ordinal))
                Append(text, "alias", alias);
            foreach (var backend in (route.Backends ?? []).Select(Describe).Order(StringComparer.Ordinal))
                Append(text, "backend", backend);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string? Describe(SnapshotBackend? backend) => backend is null
        ? null
        : $"{backend.Ip}|{backend.Port}|{backend.Deployment}|{backend.State ?? BackendState.Active}";

    private static void Append(StringBuilder text, params ReadOnlySpan<string?> parts)
    {
        foreach (var part in parts)
            text.Append(part).Append('\u001f');
        text.Append('\n');
    }
}
