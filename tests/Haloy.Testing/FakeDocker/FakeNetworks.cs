using Haloy.Docker.Networks;

namespace Haloy.Testing.FakeDocker;

/// <summary>Networks of <see cref="FakeEngine"/>: only whether they were asked for.</summary>
public sealed class FakeNetworks(FakeEngine engine) : INetworkOperations
{
    public HashSet<string> Names { get; } = [];

    public Task<NetworkDetails?> InspectAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string> CreateAsync(NetworkSpec spec, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> EnsureAsync(string name, CancellationToken cancellationToken) => engine.DoAsync("network", name, () => Names.Add(name), cancellationToken);

    public Task ConnectAsync(string network, string containerId, IReadOnlyList<string> aliases, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
}
