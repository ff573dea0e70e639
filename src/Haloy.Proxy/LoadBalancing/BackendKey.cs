using System.Net;
using Haloy.Contracts;
using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>What makes two mentions of a backend the same one: a re-used address of another deployment is another backend.</summary>
internal readonly record struct BackendKey(IPAddress Address, int Port, string? Deployment)
{
    /// <summary>Whether it is spoken with by HTTP/2: what does so is another backend than what did not.</summary>
    public bool SpeaksHttp2 { get; init; }

    /// <summary>The key of a backend that has passed <see cref="Routing.SnapshotValidator"/>.</summary>
    public static BackendKey Of(SnapshotBackend backend) => new(IPAddress.Parse(backend.Ip), int.Parse(backend.Port), backend.Deployment)
    {
        SpeaksHttp2 = backend.Protocol == BackendProtocol.H2c,
    };

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
