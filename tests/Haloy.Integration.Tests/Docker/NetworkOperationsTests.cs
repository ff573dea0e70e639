using System.Net;
using Haloy.Docker;
using Haloy.Docker.Networks;

namespace Haloy.Integration.Tests.Docker;

public sealed class NetworkOperationsTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private INetworkOperations Networks => engine.Client.Networks;

    [Fact]
    public async Task Ensure_from_many_callers_at_once_makes_one_network()
    {
        var name = engine.NewNetworkName();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Networks.EnsureAsync(name, Token)));

        // Were there two, the engine would refuse to inspect the name, as ambiguous.
        var network = await Networks.InspectAsync(name, Token);
        Assert.Single(made, true);
        Assert.Equal(("bridge", true), (network!.Driver, network.Attachable));
    }

    [Fact]
    public async Task Create_of_a_taken_name_is_a_conflict()
    {
        var spec = new NetworkSpec(engine.NewNetworkName(), Labels: engine.Labels);
        var id = await Networks.CreateAsync(spec, Token);

        var error = await Assert.ThrowsAsync<DockerApiException>(() => Networks.CreateAsync(spec, Token));

        Assert.Equal(HttpStatusCode.Conflict, error.StatusCode);
        Assert.Equal(id, (await Networks.InspectAsync(spec.Name, Token))!.Id);
    }

    [Fact]
    public async Task Connect_puts_a_container_on_it_once()
    {
        var name = engine.NewNetworkName();
        await Networks.EnsureAsync(name, Token);
        var container = await engine.StartAsync(engine.Spec("/bin/sleep", "600"), Token);

        await Networks.ConnectAsync(name, container, ["web"], Token);
        await Networks.ConnectAsync(name, container, ["web"], Token);

        Assert.Equal([container], (await Networks.InspectAsync(name, Token))!.Containers);
        Assert.NotEmpty((await engine.Client.Containers.InspectAsync(container, Token))!.Networks[name]);
    }

    [Fact]
    public async Task Remove_is_false_the_second_time()
    {
        var name = engine.NewNetworkName();
        await Networks.EnsureAsync(name, Token);

        Assert.True(await Networks.RemoveAsync(name, Token));
        Assert.False(await Networks.RemoveAsync(name, Token));
        Assert.Null(await Networks.InspectAsync(name, Token));
    }
}
