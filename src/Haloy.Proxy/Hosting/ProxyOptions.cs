using System.Net;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Holding;

namespace Haloy.Proxy.Hosting;

/// <summary>Where a proxy listens and keeps its files. The any-address of either family means all interfaces, IPv4 and IPv6.</summary>
public sealed record ProxyOptions
{
    /// <summary>HTTP listener; port 0 takes a free one.</summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.IPv6Any, 80);

    /// <summary>HTTPS listener; port 0 takes a free one.</summary>
    public IPEndPoint Https { get; init; } = new(IPAddress.IPv6Any, 443);

    /// <summary>The flags by which the user of this host chooses the two addresses; named when one cannot be had.</summary>
    public (string Http, string Https) Flags { get; init; } = ("--http", "--https");

    /// <summary>Holds <c>proxy/</c> (snapshot and control socket, created when missing) and <c>certs/</c>.</summary>
    public string DataDirectory { get; init; } = "/var/lib/haloy";

    /// <summary>How long requests in flight may go on once stopping has begun.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an app may take to begin its response; the daemon's API may take for ever.</summary>
    public TimeSpan ResponseHeadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a backend that could not be reached is left out at first, while others can serve.</summary>
    public TimeSpan Ejection { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Proxies in front of this one, whose <c>X-Forwarded-*</c> fields are believed; everybody else's are replaced.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Every connection begins with a PROXY protocol header (v1 or v2), which those of <see cref="TrustedProxies"/>, or anybody when there are none, may send.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>
    /// How many connections one address, or one /64 of IPv6, may have; 0 for as many as it likes. This machine itself and
    /// <see cref="TrustedProxies"/> are not limited, for others come by their connections, nor is anybody who has to send a PROXY protocol header.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; } = 1000;

    /// <summary>
    /// How many connections all visitors together may have; <see langword="null"/> for half of the descriptors that the process may
    /// have, for each request may need another one for the app.
    /// </summary>
    public int? MaxConnections { get; init; }

    /// <summary>How many requests may wait while their app is being replaced.</summary>
    public HoldLimits Holds { get; init; } = new();

    /// <summary>Which requests have a line in the access log.</summary>
    public AccessLogSampling AccessLog { get; init; }

    /// <summary>Where the lines of the access log go; opened when there are to be such.</summary>
    public Func<Stream> OpenAccessLog { get; init; } = Console.OpenStandardOutput;
}
