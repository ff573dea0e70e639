using Haloy.Docker.Containers;
using Haloy.Docker.Transport;

namespace Haloy.Docker.Networks;

/// <summary><c>GET /networks/{name}</c>.</summary>
internal sealed record NetworkWire(
    string Id,
    string? Name,
    string? Driver,
    bool Attachable,
    bool Internal,
    Dictionary<string, string>? Labels,
    Dictionary<string, EmptyWire>? Containers)
{
    public NetworkDetails ToDetails() =>
        new(Id, Name ?? "", Driver ?? "", Attachable, Internal, Labels ?? [], [.. Containers?.Keys ?? Enumerable.Empty<string>()]);
}

/// <summary><c>POST /networks/create</c>.</summary>
internal sealed record CreateNetworkWire(
    string Name,
    string Driver,
    bool Attachable,
    IReadOnlyDictionary<string, string>? Labels,
    IReadOnlyDictionary<string, string>? Options,
    bool CheckDuplicate)
{
    private const string BridgeNameOption = "com.docker.network.bridge.name";

    public static CreateNetworkWire From(NetworkSpec spec)
    {
        var options = spec.BridgeName is { } bridge ? new Dictionary<string, string> { [BridgeNameOption] = bridge } : null;
        return new(spec.Name, spec.Driver, spec.Attachable, spec.Labels, options, CheckDuplicate: true);
    }
}

/// <summary><c>POST /networks/{name}/connect</c>.</summary>
internal sealed record ConnectNetworkWire(string Container, EndpointWire EndpointConfig);
