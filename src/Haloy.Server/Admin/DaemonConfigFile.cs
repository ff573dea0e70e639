using Haloy.Proxy.Hosting;

namespace Haloy.Server.Admin;

/// <summary>What <c>haloyd.yaml</c> says (spec/server §2 and ours). A missing file says nothing; a key it does not know is an error, because a misspelt one would be silently without effect.</summary>
internal sealed record DaemonConfigFile
{
    public string? ApiDomain { get; init; }

    public string? ApiListen { get; init; }

    public bool ExternalProxy { get; init; }

    public string? Http { get; init; }

    public string? Https { get; init; }

    public bool LocalAuthority { get; init; }

    /// <summary>What else it says of the proxy in this process: the flags of <c>haloy-proxy serve</c>.</summary>
    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>Reads the file.</summary>
    /// <exception cref="StartupException">It is malformed; every problem is listed with its line.</exception>
    public static DaemonConfigFile Read(string path)
    {
        if (!File.Exists(path))
            return new();

        var values = DaemonConfigValues.Read(path);
        var file = new DaemonConfigFile
        {
            ApiDomain = values.Domain("api.domain"),
            ApiListen = values.Address("api.listen"),
            ExternalProxy = values.OneOf("proxy.mode", "embedded", "external") == "external",
            Http = values.Address("proxy.http"),
            Https = values.Address("proxy.https"),
            LocalAuthority = values.OneOf("certificates.authority", "none", "internal") == "internal",
            Proxy = ProxyOf(values),
        };
        return values.Problems.Count == 0
            ? file
            : throw new StartupException(string.Join('\n', values.Problems), $"Correct {path} and start haloyd again.");
    }

    private static ProxyOptions ProxyOf(DaemonConfigValues values)
    {
        var usual = new ProxyOptions();
        return usual with
        {
            TrustedProxies = values.Networks("proxy.trusted_proxies"),
            ProxyProtocol = values.IsOn("proxy.proxy_protocol"),
            MaxConnections = values.Number("proxy.max_connections", 1),
            MaxConnectionsPerAddress = values.Number("proxy.max_connections_per_address", 0) ?? usual.MaxConnectionsPerAddress,
            AccessLog = values.Sampling("proxy.access_log"),
        };
    }
}
