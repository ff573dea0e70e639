using System.Net;
using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Tests.Support;

/// <summary>Short ways to write routing snapshots.</summary>
internal static class Snapshots
{
    public static RoutingSnapshot Of(params SnapshotRoute[] routes) => new() { Routes = routes };

    public static RoutingSnapshot Plain(string host, params IPEndPoint[] backends) => Of(Route(host, [.. backends.Select(b => Backend(b))]) with { PlainHttp = true });

    public static SnapshotRoute Route(string host, params SnapshotBackend[] backends) => new() { Canonical = host, Backends = backends };

    public static SnapshotBackend Backend(IPEndPoint endPoint, string? deployment = null, string? state = null) =>
        new() { Ip = endPoint.Address.ToString(), Port = endPoint.Port.ToString(), Deployment = deployment, State = state };

    public static SnapshotBackend Backend(string ip, string port) => new() { Ip = ip, Port = port };
}
