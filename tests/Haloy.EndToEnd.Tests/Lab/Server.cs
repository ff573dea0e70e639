using Haloy.Testing;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary><c>haloyd serve</c> on directories, ports and an instance name of its own, with or without a separate <c>haloy-proxy</c>.</summary>
public sealed class Server : IServer, IAsyncDisposable
{
    private const string Token = "0123456789abcdef0123456789abcdef";
    private readonly TempDirectory _home = new();
    private readonly bool _externalProxy;
    private readonly string _instance = Leftovers.NewName("serve");

    private Server(bool externalProxy) => _externalProxy = externalProxy;

    public string ProjectsDirectory => _home.Path;

    public string ServerLine => $"server: 127.0.0.1:{ApiPort}";

    public string ClientDirectory => _home.File("client");

    public string DataDirectory => _home.File("data");

    public string CaFile => _home.File("data", "ca", "root.pem");

    public string SnapshotPath => _home.File("data", "proxy", "snapshot.json");

    public int ApiPort { get; } = FreePorts.Next();

    public int HttpPort { get; } = FreePorts.Next();

    public int HttpsPort { get; } = FreePorts.Next();

    /// <summary>The running haloyd; another one after each start.</summary>
    public RunningProgram Daemon { get; private set; } = null!;

    /// <summary>The running haloy-proxy; another one after each start.</summary>
    public RunningProgram Proxy { get; private set; } = null!;

    public static async Task<Server> StartAsync(bool externalProxy, CancellationToken cancellationToken)
    {
        var server = new Server(externalProxy);
        foreach (var directory in new[] { "data", "config", "client" })
            Directory.CreateDirectory(server._home.File(directory));
        await File.WriteAllTextAsync(server._home.File("config", "haloyd.yaml"), "certificates:\n  authority: internal\n", cancellationToken);
        await File.WriteAllTextAsync(server._home.File("config", ".env"), $"HALOY_API_TOKEN=\"{Token}\"\n", cancellationToken);
        if (externalProxy)
            await server.StartProxyAsync(cancellationToken);
        await server.StartDaemonAsync(cancellationToken);
        var register = Programs.Start("haloy", server._home.Path, server.ClientEnvironment, "server", "add", $"127.0.0.1:{server.ApiPort}", "-");
        (await Programs.RunAsync(register, Token, cancellationToken)).Succeeded();
        return server;
    }

    /// <summary>Starts haloyd and waits until it answers.</summary>
    public async Task StartDaemonAsync(CancellationToken cancellationToken)
    {
        BeginDaemon();
        await Daemon.LineAsync("is running; its API listens", cancellationToken);
    }

    /// <summary>Starts haloyd and goes on.</summary>
    public void BeginDaemon() => Daemon = RunningProgram.Start(Programs.Start("haloyd", _home.Path, Nothing, DaemonArguments()));

    /// <summary>Starts haloy-proxy and waits until it serves.</summary>
    public async Task StartProxyAsync(CancellationToken cancellationToken)
    {
        Proxy = RunningProgram.Start(Programs.Start("haloy-proxy", _home.Path, Nothing, ["serve", .. ProxyArguments(), "--data-dir", DataDirectory]));
        await Proxy.LineAsync("Serving HTTP on", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        if (_externalProxy)
            await Proxy.DisposeAsync();
        _home.Dispose();
    }

    private static Dictionary<string, string> Nothing => [];

    private Dictionary<string, string> ClientEnvironment => new() { ["HALOY_CONFIG_DIR"] = ClientDirectory };

    private string[] ProxyArguments() => ["--http", $"127.0.0.1:{HttpPort}", "--https", $"127.0.0.1:{HttpsPort}"];

    private string[] ProxyPart() => _externalProxy ? ["--external-proxy"] : ProxyArguments();

    private string[] DaemonArguments() =>
    [
        "serve", "--data-dir", DataDirectory, "--config-dir", _home.File("config"), "--listen", $"127.0.0.1:{ApiPort}", "--instance", _instance,
        .. ProxyPart(),
    ];
}
