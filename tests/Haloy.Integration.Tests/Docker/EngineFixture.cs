using Haloy.Docker;
using Haloy.Docker.Containers;
using Haloy.Docker.Images;
using Haloy.Docker.Volumes;
using Haloy.Integration.Tests.Docker;
using Haloy.Testing;

[assembly: AssemblyFixture(typeof(EngineFixture))]

namespace Haloy.Integration.Tests.Docker;

/// <summary>The real engine, with a busybox image built for these tests. Everything made here carries two labels: the run's, for the sweep
/// after a crash, and one of its own, by which it is removed at the end.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private const string OwnLabel = "haloy.test.fixture";
    private readonly string _id = $"{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly List<string> _networks = [];

    public DockerClient Client { get; } = new(DockerEndpoint.FromEnvironment(Environment.GetEnvironmentVariable));

    /// <summary>Filter for everything of this run.</summary>
    public string Label => $"{OwnLabel}={_id}";

    /// <summary>Labels for everything that is made.</summary>
    public Dictionary<string, string> Labels => new()
    {
        [TestRun.Label] = TestRun.Id,
        [OwnLabel] = _id,
    };

    /// <summary>Busybox and nothing else.</summary>
    public string Image => $"haloy-test-{_id}:busybox";

    public string NewName(string kind) => $"haloy-test-{kind}-{_id}-{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>A network name that is removed at the end, whoever makes it.</summary>
    public string NewNetworkName()
    {
        var name = NewName("net");
        lock (_networks)
            _networks.Add(name);
        return name;
    }

    public ContainerSpec Spec(params string[] command) => new() { Image = Image, Cmd = command, Labels = Labels };

    public ContainerSpec Shell(string script) => Spec("/bin/sh", "-c", script);

    public async Task<string> StartAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        var id = await Client.Containers.CreateAsync(NewName("c"), spec, cancellationToken);
        await Client.Containers.StartAsync(id, cancellationToken);
        return id;
    }

    public async ValueTask InitializeAsync()
    {
        using var context = BuildContext.Busybox();
        await Client.Images.BuildAsync(new BuildSpec { Tags = [Image], Labels = Labels }, context, null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in await Client.Containers.ListAsync(new ContainerFilter(All: true, Labels: [Label]), CancellationToken.None))
            await Client.Containers.RemoveAsync(container.Id, force: true, volumes: true, CancellationToken.None);
        foreach (var volume in await Client.Volumes.ListAsync(Label, CancellationToken.None))
            await Client.Volumes.RemoveAsync(volume.Name, force: true, CancellationToken.None);
        foreach (var image in await Client.Images.ListAsync(new ImageFilter(Labels: [Label]), CancellationToken.None))
            await Client.Images.RemoveAsync(image.Id, force: true, noPrune: false, CancellationToken.None);
        foreach (var network in _networks)
            await Client.Networks.RemoveAsync(network, CancellationToken.None);
        Client.Dispose();
    }
}
