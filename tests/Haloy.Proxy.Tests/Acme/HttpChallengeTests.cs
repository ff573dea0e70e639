using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Acme;

public sealed class HttpChallengeTests : IDisposable
{
    private const string Token = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr_oA";
    private const string KeyAuthorization = Token + ".nP1qzpXGymHBrUEepNY9HCsQk7K8KhOypzEt62jcerQ";

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("app.example.com", false)]
    [InlineData("www.example.com", false)]
    [InlineData("secure.example.com", false)]
    [InlineData("off.example.com", false)]
    [InlineData("nobody.example.com", false)]
    [InlineData("api.example.com", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("localhost", false)]
    [InlineData("app.example.com", true)]
    [InlineData("nobody.example.com", true)]
    public async Task Authority_gets_its_answer_on_every_host_and_is_never_redirected(string host, bool https)
    {
        await using var app = await KestrelBackend.NamedAsync("app");
        await using var proxy = await StartAsync(app.EndPoint);

        var (status, type, content) = https ? await AskHttpsAsync(proxy, host) : await AskAsync(proxy, HttpMethod.Get, host, Token);

        Assert.Equal((HttpStatusCode.OK, "application/octet-stream", KeyAuthorization), (status, type, content));
    }

    [Fact]
    public async Task Head_gets_the_length_and_a_query_changes_nothing()
    {
        await using var proxy = await StartAsync(ScriptedBackend.Nobody());

        var answer = await proxy.SendRawAsync($"HEAD /.well-known/acme-challenge/{Token}?x HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
        Assert.Contains($"Content-Length: {KeyAuthorization.Length}\r\n", answer);
        Assert.EndsWith("\r\n\r\n", answer);
    }

    [Theory]
    [InlineData("GET", "app.example.com", "unknown", 200)]
    [InlineData("GET", "secure.example.com", "unknown", 200)]
    [InlineData("GET", "www.example.com", "unknown", 200)]
    [InlineData("POST", "app.example.com", Token, 200)]
    [InlineData("GET", "app.example.com", Token + "/more", 200)]
    [InlineData("GET", "app.example.com", "", 200)]
    [InlineData("GET", "off.example.com", "unknown", 503)]
    [InlineData("GET", "nobody.example.com", "unknown", 404)]
    [InlineData("GET", "api.example.com", "unknown", 404)]
    [InlineData("GET", "localhost", "unknown", 404)]
    [InlineData("POST", "nobody.example.com", Token, 404)]
    public async Task What_is_not_ours_to_answer_is_the_apps(string method, string host, string token, int status)
    {
        await using var app = await KestrelBackend.NamedAsync("app");
        await using var proxy = await StartAsync(app.EndPoint);

        var answer = await AskAsync(proxy, new HttpMethod(method), host, token);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status == 200, answer.Content == "app");
    }

    [Fact]
    public async Task Token_is_known_byte_by_byte()
    {
        await using var proxy = await StartAsync(ScriptedBackend.Nobody());
        string[] others = [Token.ToLowerInvariant(), Token[..^1], Token + "x", "%65" + Token[1..], new string('x', 10_000), "\u00ff" + Token[1..], "./" + Token];

        foreach (var other in others)
        {
            var answer = await proxy.SendRawAsync($"GET /.well-known/acme-challenge/{other} HTTP/1.1\r\nHost: nobody.example.com\r\nConnection: close\r\n\r\n");
            Assert.DoesNotContain(KeyAuthorization, answer);
            Assert.DoesNotContain(" 200 OK", answer);
        }
    }

    [Fact]
    public async Task Challenge_ends_with_its_table()
    {
        await using var proxy = await StartAsync(ScriptedBackend.Nobody());
        await proxy.ApplyAsync(Snapshots.Of());

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(proxy, HttpMethod.Get, "app.example.com", Token)).Status);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<TestProxy> StartAsync(IPEndPoint app)
    {
        TestCertificates.WriteSelfSigned(_directory.File("certs"), "app.example.com");
        var proxy = await TestProxy.StartAsync(directory: _directory);
        await proxy.ApplyAsync(new RoutingSnapshot
        {
            ApiDomain = "api.example.com",
            ApiBackend = Snapshots.Backend(app),
            Challenges = [new() { Token = Token, KeyAuthorization = KeyAuthorization }],
            Routes =
            [
                Snapshots.Route("app.example.com", Snapshots.Backend(app)) with { PlainHttp = true, Aliases = ["www.example.com"] },
                Snapshots.Route("secure.example.com", Snapshots.Backend(app)),
                Snapshots.Route("off.example.com") with { State = RouteState.Stopped },
            ],
        });
        return proxy;
    }

    private static async Task<(HttpStatusCode Status, string? Type, string Content)> AskAsync(TestProxy proxy, HttpMethod method, string host, string token)
    {
        using var request = new HttpRequestMessage(method, "/.well-known/acme-challenge/" + token);
        request.Headers.Host = host;
        using var response = await proxy.Client.SendAsync(request, Cancel);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(Cancel));
    }

    // On a connection for the app, whatever is asked for on it.
    private static async Task<(HttpStatusCode Status, string? Type, string Content)> AskHttpsAsync(TestProxy proxy, string host)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(proxy, cancellationToken) });
        using var response = await client.GetAsync($"http://{host}/.well-known/acme-challenge/{Token}", Cancel);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(Cancel));
    }

    private static async ValueTask<Stream> ConnectAsync(TestProxy proxy, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(proxy.Server.HttpsEndpoint, cancellationToken);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true), false, static (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "app.example.com" }, cancellationToken);
        return tls;
    }
}
