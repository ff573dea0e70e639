using Haloy.Docker.Tests.Fakes;

namespace Haloy.Docker.Tests.Networks;

public sealed class NetworkOperationsTests : IAsyncLifetime
{
    private const string Taken = """{"message":"cannot create network: conflicts with network x: networks have same bridge name"}""";
    private readonly FakeEngine _engine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData(409, """{"message":"network with name haloy already exists"}""")]
    [InlineData(403, Taken)]
    public async Task Ensure_takes_a_network_made_meanwhile(int status, string refusal)
    {
        var made = false;
        _engine.Script(exchange =>
        {
            if (exchange.Method == "GET")
                return exchange.RespondAsync(made ? 200 : 404, made ? """{"Id":"n","Name":"haloy"}""" : "");
            made = true;
            return exchange.RespondAsync(status, refusal);
        });

        Assert.False(await _engine.Client.Networks.EnsureAsync("haloy", Token));
    }

    [Fact]
    public async Task Ensure_makes_an_attachable_bridge_whose_interface_follows_from_the_name()
    {
        _engine.Script(exchange => exchange.RespondAsync(exchange.Method == "GET" ? 404 : 201, """{"Id":"n"}"""));

        Assert.True(await _engine.Client.Networks.EnsureAsync("haloy", Token));
        Assert.True(await _engine.Client.Networks.EnsureAsync("haloy", Token));

        var bodies = _engine.Requests.Where(request => request.Method == "POST").Select(request => request.BodyText).ToList();
        Assert.Equal(bodies[0], bodies[1]);
        Assert.Matches("""^\{"Name":"haloy","Driver":"bridge","Attachable":true,"Options":\{"com.docker.network.bridge.name":"br-[0-9a-f]{12}"\}""", bodies[0]);
    }

    [Theory]
    [InlineData(403, "operation is not permitted on predefined network")]
    [InlineData(500, "no address pools left")]
    public async Task Ensure_does_not_hide_other_refusals(int status, string message)
    {
        _engine.Script(exchange => exchange.RespondAsync(exchange.Method == "GET" ? 404 : status, $$"""{"message":"{{message}}"}"""));

        var error = await Assert.ThrowsAsync<DockerApiException>(() => _engine.Client.Networks.EnsureAsync("haloy", Token));

        Assert.Equal(message, error.EngineMessage);
    }

    [Theory]
    [InlineData("endpoint with name c already exists in network n", true)]
    [InlineData("container cannot be connected", false)]
    public async Task Connect_forgives_only_what_is_connected_already(string message, bool forgiven)
    {
        _engine.Script(exchange => exchange.RespondAsync(403, $$"""{"message":"{{message}}"}"""));

        var error = await Record.ExceptionAsync(() => _engine.Client.Networks.ConnectAsync("n", "c", [], Token));

        Assert.Equal(forgiven, error is null);
    }
}
