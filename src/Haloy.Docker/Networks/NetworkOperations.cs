using System.Net;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Networks;

internal sealed class NetworkOperations(EngineTransport engine) : INetworkOperations
{
    private static readonly DockerJson Json = DockerJson.Default;

    public async Task<NetworkDetails?> InspectAsync(string name, CancellationToken cancellationToken) =>
        (await engine.FindAsync(EngineRequest.Get(Path(name)), Json.NetworkWire, cancellationToken))?.ToDetails();

    public async Task<string> CreateAsync(NetworkSpec spec, CancellationToken cancellationToken)
    {
        var body = new CreateNetworkWire(spec.Name, spec.Driver, spec.Attachable, spec.Labels, CheckDuplicate: true);
        var request = EngineRequest.Post("/networks/create").WithJson(body, Json.CreateNetworkWire);
        return (await engine.ReadAsync(request, Json.CreatedWire, cancellationToken)).Id
            ?? throw new DockerProtocolException("Docker created a network and did not name it.", null);
    }

    public async Task<bool> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        if (await InspectAsync(name, cancellationToken) is not null)
            return false;
        try
        {
            await CreateAsync(new NetworkSpec(name), cancellationToken);
            return true;
        }
        catch (DockerApiException error) when (error.StatusCode == HttpStatusCode.Conflict)
        {
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

    private static bool IsAlreadyConnected(DockerApiException error) =>
        error.StatusCode == HttpStatusCode.Forbidden && error.EngineMessage.Contains("already exists in network", StringComparison.Ordinal);

    private static string Path(string name) => $"/networks/{EnginePath.Segment(name)}";
}
