using System.Net;
using System.Security.Cryptography;
using System.Text;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Networks;

internal sealed class NetworkOperations(EngineTransport engine) : INetworkOperations
{
    private const int VisibleAttempts = 100;
    private static readonly TimeSpan VisibleInterval = TimeSpan.FromMilliseconds(50);
    private static readonly DockerJson Json = DockerJson.Default;

    public async Task<NetworkDetails?> InspectAsync(string name, CancellationToken cancellationToken) =>
        (await engine.FindAsync(EngineRequest.Get(Path(name)), Json.NetworkWire, cancellationToken))?.ToDetails();

    public async Task<string> CreateAsync(NetworkSpec spec, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post("/networks/create").WithJson(CreateNetworkWire.From(spec), Json.CreateNetworkWire);
        return (await engine.ReadAsync(request, Json.CreatedWire, cancellationToken)).Id
            ?? throw new DockerProtocolException("Docker created a network and did not name it.", null);
    }

    public async Task<bool> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        if (await InspectAsync(name, cancellationToken) is not null)
            return false;
        try
        {
            // Engine 20.10 lets callers at the same moment make several networks of one name, CheckDuplicate or not; what its bridge
            // driver does check under a lock is the interface's name. So the same name for both makes one of the callers win.
            await CreateAsync(new NetworkSpec(name, BridgeName: BridgeName(name)), cancellationToken);
            return true;
        }
        catch (DockerApiException error) when (IsTaken(error))
        {
            if (!await WaitUntilVisibleAsync(name, cancellationToken))
                throw;
            return false;
        }
    }

    public async Task ConnectAsync(string network, string containerId, IReadOnlyList<string> aliases, CancellationToken cancellationToken)
    {
        var body = new ConnectNetworkWire(containerId, new(Aliases: aliases));
        try
        {
            await engine.RunAsync(EngineRequest.Post($"{Path(network)}/connect").WithJson(body, Json.ConnectNetworkWire), cancellationToken);
        }
        catch (DockerApiException error) when (IsAlreadyConnected(error))
        {
        }
    }

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) =>
        engine.RunIfFoundAsync(EngineRequest.Delete(Path(name)), cancellationToken);

    // The winner holds the interface some time before its network can be found.
    private async Task<bool> WaitUntilVisibleAsync(string name, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < VisibleAttempts; attempt++)
        {
            if (await InspectAsync(name, cancellationToken) is not null)
                return true;
            await Task.Delay(VisibleInterval, engine.Time, cancellationToken);
        }

        return false;
    }

    private static string BridgeName(string network) =>
        "br-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(network)))[..12];

    private static bool IsTaken(DockerApiException error) =>
        error.StatusCode == HttpStatusCode.Conflict
        || (error.StatusCode == HttpStatusCode.Forbidden && error.EngineMessage.Contains("same bridge name", StringComparison.Ordinal));

    private static bool IsAlreadyConnected(DockerApiException error) =>
        error.StatusCode == HttpStatusCode.Forbidden && error.EngineMessage.Contains("already exists in network", StringComparison.Ordinal);

    private static string Path(string name) => $"/networks/{EnginePath.Segment(name)}";
}
