using System.Text.Json;
using Haloy.Testing;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary><c>haloyd dev</c> on free ports, in a directory of its own.</summary>
public sealed class DevServer : IServer, IAsyncDisposable
{
    private readonly TempDirectory _home = new();

    private DevServer()
    {
    }

    public string ProjectsDirectory => _home.Path;

    public string ServerLine => "";

    public string ClientDirectory => _home.File("client");

    public int HttpPort { get; private set; }

    public int HttpsPort { get; private set; }

    public string CaFile { get; private set; } = "";

    public string SnapshotPath => _home.File(".haloy", "proxy", "snapshot.json");

    /// <summary>The file by which <c>haloy</c> finds it.</summary>
    public string Marker => _home.File(".haloy", "dev.json");

    public RunningProgram Daemon { get; private set; } = null!;

    public static async Task<DevServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new DevServer();
        await server.RunAsync(cancellationToken);
        return server;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        Daemon = RunningProgram.Start(Programs.Start(
            "haloyd", _home.Path, new Dictionary<string, string>(), "dev", "--http-port", "0", "--https-port", "0", "--data-dir", _home.File(".haloy")));
        await Daemon.LineAsync("ready  https://", cancellationToken);
        using var said = JsonDocument.Parse(await File.ReadAllTextAsync(Marker, cancellationToken));
        HttpPort = said.RootElement.GetProperty("httpPort").GetInt32();
        HttpsPort = said.RootElement.GetProperty("httpsPort").GetInt32();
        CaFile = said.RootElement.GetProperty("ca").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        _home.Dispose();
    }
}
