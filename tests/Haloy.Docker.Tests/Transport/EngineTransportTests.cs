using System.Net;
using Haloy.Docker.Tests.Fakes;

namespace Haloy.Docker.Tests.Transport;

public sealed class EngineTransportTests : IAsyncLifetime
{
    private readonly FakeEngine _engine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("""{"message":"no space left on device"}""", "no space left on device")]
    [InlineData("Bad Gateway", "status 502: Bad Gateway")]
    [InlineData("", "status 502 without a reason")]
    [InlineData("""{"message":""", """status 502: {"message":""")]
    [InlineData("""{"other":1}""", """status 502: {"other":1}""")]
    public async Task Refusal_is_told_in_the_engines_words(string body, string expected)
    {
        _engine.Script(exchange => exchange.RespondAsync(502, body));

        var error = await Assert.ThrowsAsync<DockerApiException>(() => _engine.Client.System.InfoAsync(Token));

        Assert.Equal((HttpStatusCode.BadGateway, expected, "GET /info"), (error.StatusCode, error.EngineMessage, error.Request));
    }

    [Fact]
    public async Task Endless_refusal_is_cut()
    {
        _engine.Script(exchange => exchange.RespondAsync(500, new string('x', 1_000_000)));

        var error = await Assert.ThrowsAsync<DockerApiException>(() => _engine.Client.System.InfoAsync(Token));

        Assert.True(error.Message.Length < 1000);
    }

    [Fact]
    public async Task Answer_that_is_not_the_api_is_a_protocol_error()
    {
        _engine.Script(exchange => exchange.RespondAsync(200, "<html>"));

        var error = await Assert.ThrowsAsync<DockerProtocolException>(() => _engine.Client.System.InfoAsync(Token));

        Assert.Contains("GET /info", error.Message);
    }

    [Fact]
    public async Task Answer_cut_halfway_is_unavailable()
    {
        _engine.Script(async exchange =>
        {
            await exchange.BeginAsync();
            await exchange.WriteAsync("""{"Architecture":"x86""");
            exchange.Abort();
        });

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => _engine.Client.System.InfoAsync(Token));

        Assert.Contains("GET /info halfway", error.Message);
    }

    [Theory]
    [InlineData("../images/x")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a?force=1")]
    [InlineData("a/json")]
    public async Task Name_cannot_become_another_request(string name)
    {
        var error = await Assert.ThrowsAsync<DockerApiException>(() => _engine.Client.Containers.InspectAsync(name, Token));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Empty(_engine.Requests);
    }

    [Theory]
    [InlineData("a/../../containers/x")]
    [InlineData("a//b")]
    [InlineData("")]
    public async Task Image_reference_cannot_become_another_request(string reference)
    {
        await Assert.ThrowsAsync<DockerApiException>(() => _engine.Client.Images.RemoveAsync(reference, false, false, Token));

        Assert.Empty(_engine.Requests);
    }

    [Fact]
    public async Task Image_reference_keeps_its_parts_and_hides_the_rest()
    {
        await _engine.Client.Images.InspectAsync("host:5000/team/app:v1?x#y", Token);

        Assert.Equal("/v1.47/images/host:5000/team/app:v1%3Fx%23y/json", Assert.Single(_engine.Requests).Path);
    }
}
