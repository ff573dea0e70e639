using System.Net;
using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>What makes two mentions of a backend the same one: a re-used address of another deployment is another backend.</summary>
internal readonly record struct BackendKey(IPAddress Address, int Port, string? Deployment)
{
    /// <summary>The key of a backend that has passed <see cref="Routing.SnapshotValidator"/>.</summary>
    public static BackendKey Of(SnapshotBackend backend) => new(IPAddress.Parse(backend.Ip), int.Parse(backend.Port), backend.Deployment);

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
