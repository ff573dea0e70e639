using System.Net;
using Haloy.Proxy.Hosting;

namespace Haloy.Server.Hosting;

/// <summary>Everything the daemon was told, from flags, environment and haloyd.yaml; read once at start.</summary>
internal sealed record DaemonOptions
{
    /// <summary>Where state is kept (spec/server §1.6).</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Bearer token of the REST API.</summary>
    public required string Token { get; init; }

    /// <summary>Where the REST API listens; port 0 takes a free one.</summary>
    public IPEndPoint ApiListen { get; init; } = new(IPAddress.Loopback, 9922);

    /// <summary>Host under which the proxy routes to the REST API.</summary>
    public string? ApiDomain { get; init; }

    /// <summary>The proxy is a process of its own; otherwise it runs in this one.</summary>
    public bool ExternalProxy { get; init; }

    /// <summary>HTTP address of the proxy in this process.</summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.IPv6Any, 80);

    /// <summary>HTTPS address of the proxy in this process.</summary>
    public IPEndPoint Https { get; init; } = new(IPAddress.IPv6Any, 443);

    /// <summary>The flags by which the user chooses the addresses; named when one cannot be had.</summary>
    public (string Http, string Https, string Api) Flags { get; init; } = ("--http", "--https", "--listen");

    /// <summary>How long requests in flight may go on when the proxy in this process ends.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Certificates come from the local authority.</summary>
    public bool LocalAuthority { get; init; }

    /// <summary>SIGHUP means that certificates were replaced; else, as usual in a terminal, that it was closed.</summary>
    public bool ReloadsOnHangup { get; init; }

    /// <summary>Keeps several daemons on one Docker engine apart.</summary>
    public string? Instance { get; init; }

    /// <summary>Log at debug level.</summary>
    public bool Debug { get; init; }

    /// <summary>What was said of the proxy in this process beyond its addresses.</summary>
    public ProxyOptions ProxySettings { get; init; } = new();

    /// <summary>From which level on events are logged.</summary>
    public LogLevel LogLevel => Debug ? LogLevel.Debug : LogLevel.Information;

    /// <summary>The proxy's part of it.</summary>
    public ProxyOptions Proxy => ProxySettings with
    {
        Http = Http,
        Https = Https,
        Flags = (Flags.Http, Flags.Https),
        DataDirectory = DataDirectory,
        DrainTimeout = StopPatience,
    };

    public string DatabasePath => Path.Combine(DataDirectory, "db", "haloy.db");

    public string SecretKeyPath => Path.Combine(DataDirectory, "db", "secret.key");

    public string CertificateDirectory => Path.Combine(DataDirectory, "certs");

    public string AuthorityDirectory => Path.Combine(DataDirectory, "ca");

    public string ProxySocketPath => Path.Combine(DataDirectory, "proxy", "haloy-proxy.sock");

    public string SnapshotPath => Path.Combine(DataDirectory, "proxy", "snapshot.json");
}
