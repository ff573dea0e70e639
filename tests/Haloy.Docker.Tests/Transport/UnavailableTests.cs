using System.Net;
using System.Net.Sockets;
using Haloy.Docker.Tests.Fakes;
using Haloy.Docker.Transport;
using Haloy.Testing;

namespace Haloy.Docker.Tests.Transport;

public sealed class UnavailableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Missing_socket_names_it_and_says_how_to_get_one()
    {
        using var directory = new TempDirectory();
        using var client = new DockerClient(DockerEndpoint.Parse($"unix://{directory.File("none.sock")}"));

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => client.System.PingAsync(Token));

        Assert.Contains($"{directory.File("none.sock")}: there is no such socket", error.Message);
        Assert.Contains("Install and start Docker", error.Hint);
    }

    [Fact]
    public async Task Socket_of_a_dead_engine_says_that_nobody_listens_and_works_after_a_start()
    {
        await using var engine = new FakeEngine();
        engine.Stop();

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => engine.Client.System.PingAsync(Token));
        engine.Restart();
        await engine.Client.System.PingAsync(Token);

        Assert.Contains("nobody listens", error.Message);
        Assert.Contains("Start Docker", error.Hint);
    }

    [Fact]
    public void Denied_permission_names_the_group()
    {
        var error = Unavailable.Because(
            DockerEndpoint.Default, new HttpRequestException("x", new SocketException((int)SocketError.AccessDenied)));

        Assert.Contains("unix:///var/run/docker.sock: permission denied", error.Message);
        Assert.Contains("group docker", error.Hint);
    }

    [Fact]
    public async Task Closed_port_says_refused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = DockerEndpoint.Parse($"tcp://{listener.LocalEndpoint}");
        listener.Stop();
        using var client = new DockerClient(endpoint);

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => client.System.PingAsync(Token));

        Assert.Contains("connection refused", error.Message);
        Assert.Contains("DOCKER_HOST", error.Hint);
    }

    [Fact]
    public async Task Connection_that_breaks_before_the_answer_is_unavailable()
    {
        await using var engine = new FakeEngine();
        engine.Script(exchange =>
        {
            exchange.Abort();
            return Task.CompletedTask;
        });

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => engine.Client.System.InfoAsync(Token));

        Assert.Contains("the connection broke", error.Message);
    }

    [Fact]
    public async Task Idle_connections_to_a_restarted_engine_fail_no_request()
    {
        await using var engine = new FakeEngine();
        engine.Script(exchange => exchange.RespondAsync(200, "[]"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => engine.Client.Containers.ListAsync(new(), Token)));

        engine.Restart();

        for (var call = 0; call < 4; call++)
            Assert.Empty(await engine.Client.Containers.ListAsync(new(), Token));
    }
}
