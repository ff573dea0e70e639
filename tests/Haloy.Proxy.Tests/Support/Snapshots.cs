using System.Net;
using Haloy.Contracts;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;

namespace Haloy.Proxy.Tests.Support;

/// <summary>Short ways to write routing snapshots.</summary>
internal static class Snapshots
{
    public static RoutingSnapshot Of(params SnapshotRoute[] routes) => new() { Routes = routes };

    public static RoutingSnapshot Plain(string host, params IPEndPoint[] backends) => Of(Route(host, [.. backends.Select(b => Backend(b))]) with { PlainHttp = true });

    public static SnapshotRoute Route(string host, params SnapshotBackend[] backends) => new() { Canonical = host, Backends = backends };

    /// <summary>One app on the usual host under a policy.</summary>
    public static RoutingSnapshot Under(SnapshotPolicy policy, params IPEndPoint[] backends) =>
        Of(Route("app.example.com", [.. backends.Select(b => Backend(b))]) with { PlainHttp = true, Policy = policy });

    public static SnapshotUser User(string name, string password)
    {
        var hash = PasswordHash.Of(password, name);
        return new() { Username = name, Salt = hash.Salt, Iterations = hash.Iterations, Hash = hash.Hash };
    }

    public static SnapshotBackend Backend(IPEndPoint endPoint, string? deployment = null, string? state = null) =>
        new() { Ip = endPoint.Address.ToString(), Port = endPoint.Port.ToString(), Deployment = deployment, State = state };

    /// <summary>One app on the usual host whose backends speak HTTP/2.</summary>
    public static RoutingSnapshot H2c(params IPEndPoint[] backends) =>
        Of(Route("app.example.com", [.. backends.Select(b => Backend(b) with { Protocol = BackendProtocol.H2c })]) with { PlainHttp = true });

    public static SnapshotBackend Backend(string ip, string port) => new() { Ip = ip, Port = port };
}
