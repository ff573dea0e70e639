using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haloy.Contracts.Policies;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Tls;

public sealed class TlsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Certificates => _directory.File("certs");

    [Theory]
    [InlineData("app.example.com", "app.example.com")]
    [InlineData("APP.example.com", "app.example.com")]
    [InlineData("www.example.com", "app.example.com")]
    [InlineData("any.wild.example.com", "*.wild.example.com")]
    public async Task Certificate_is_chosen_by_name(string name, string subject)
    {
        await using var proxy = await StartAsync();

        Assert.Equal($"CN={subject}", await SubjectShownAsync(proxy, name));
    }

    [Theory]
    [InlineData("nobody.example.com")]
    [InlineData("wild.example.com")]
    [InlineData("a.b.wild.example.com")]
    [InlineData("")]
    public async Task Name_without_certificate_is_refused_and_shown_no_other(string name)
    {
        await using var proxy = await StartAsync();

        var refusal = await Assert.ThrowsAsync<AuthenticationException>(() => SubjectShownAsync(proxy, name));

        Assert.Contains("unrecognized name", refusal.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("h2", "http/1.1", "h2")]
    [InlineData("http/1.1", "h2", "h2")]
    [InlineData("spdy/3.1", "http/1.1", "http/1.1")]
    [InlineData("http/1.0", "http/0.9", "http/1.0")]
    [InlineData("", "", "")]
    public async Task Best_protocol_that_a_client_offers_is_chosen(string first, string second, string chosen)
    {
        await using var proxy = await StartAsync();
        await using var tls = await ShakeHandsAsync(proxy, "app.example.com", protocols: [first, second]);

        Assert.Equal(chosen, tls.NegotiatedApplicationProtocol.ToString());
    }

    [Theory]
    [InlineData("acme-tls/1")]
    [InlineData("ftp")]
    [InlineData("h2c")]
    public async Task Client_that_offers_only_other_protocols_is_refused(string protocol)
    {
        await using var proxy = await StartAsync();

        var refusal = await Assert.ThrowsAsync<AuthenticationException>(() => ShakeHandsAsync(proxy, "app.example.com", protocols: [protocol]));

        Assert.Contains("no application protocol", refusal.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n", true)]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 4\r\n\r\nbody", true)]
    [InlineData("rubbish that is no HTTP\r\n", false)]
    public async Task Request_without_tls_is_told_so(string sent, bool isHttp)
    {
        await using var proxy = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(proxy.Server.HttpsEndpoint, Cancel);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(sent), Cancel);

        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        var received = await reader.ReadToEndAsync(Cancel);

        Assert.Equal(isHttp, received.StartsWith("HTTP/1.1 400 Bad Request\r\n", StringComparison.Ordinal));
        Assert.Equal(isHttp, received.EndsWith("\r\nContent-Length: 45\r\nConnection: close\r\n\r\nThis port speaks HTTPS. Use https:// for it.\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Old_protocols_are_refused()
    {
        await using var proxy = await StartAsync();

#pragma warning disable SYSLIB0039, CA5397 // The point of the test.
        await Assert.ThrowsAnyAsync<Exception>(() => SubjectShownAsync(proxy, "app.example.com", SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        Assert.NotNull(await SubjectShownAsync(proxy, "app.example.com", SslProtocols.Tls12));
        Assert.NotNull(await SubjectShownAsync(proxy, "app.example.com", SslProtocols.Tls13));
    }

    [Fact]
    public async Task Reload_shows_a_new_certificate_and_skips_a_broken_one()
    {
        await using var proxy = await StartAsync();
        TestCertificates.WriteSelfSigned(Certificates, "later.example.com");
        await File.WriteAllTextAsync(Path.Combine(Certificates, "broken.example.com.pem"), "rubbish", Cancel);
        await Assert.ThrowsAsync<AuthenticationException>(() => SubjectShownAsync(proxy, "later.example.com"));

        using var answer = await proxy.Control.PostAsync("/v1/certs/reload", null, Cancel);

        Assert.Equal("""{"certs_loaded":3}""", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("CN=later.example.com", await SubjectShownAsync(proxy, "later.example.com"));
    }

    [Theory]
    [InlineData("1.1", 100_000)]
    [InlineData("2.0", 100_000)]
    [InlineData("2.0", 5_000_000)]
    public async Task Requests_pass_over_either_protocol(string version, int size)
    {
        var body = new byte[size];
        Random.Shared.NextBytes(body);
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            Assert.Equal("a=1; b=2", context.Request.Headers.Cookie.ToString());
            Assert.Equal("https", context.Request.Headers["X-Forwarded-Proto"].ToString());
            using var received = new MemoryStream();
            await context.Request.Body.CopyToAsync(received, context.RequestAborted);
            await context.Response.Body.WriteAsync(received.ToArray(), context.RequestAborted);
        });
        await using var proxy = await StartAsync(backend.EndPoint);
        using var client = Client(proxy);

        using var request = new HttpRequestMessage(HttpMethod.Post, "https://app.example.com/") { Content = new ByteArrayContent(body) };
        (request.Version, request.VersionPolicy) = (new Version(version), HttpVersionPolicy.RequestVersionExact);
        request.Headers.Add("Cookie", "a=1; b=2");
        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new Version(version), response.Version);
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Policy_of_a_route_holds_over_either_protocol(string version)
    {
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nServer: theirs\r\nX-A: theirs\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await StartAsync();
        var policy = new SnapshotPolicy
        {
            Headers = new Dictionary<string, string> { ["X-A"] = "ours", ["Server"] = "" },
            BasicAuth = [Snapshots.User("ben", "b")],
            MaxBodyBytes = 10,
        };
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com", Snapshots.Backend(backend.EndPoint)) with { Policy = policy }));
        using var client = Client(proxy);
        (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (new Version(version), HttpVersionPolicy.RequestVersionExact);

        using var refused = await client.GetAsync("https://app.example.com/", Cancel);
        client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("ben:b"u8));
        using var answered = await client.GetAsync("https://app.example.com/", Cancel);
        using var tooLarge = await client.PostAsync("https://app.example.com/", new StringContent("more than ten"), Cancel);

        Assert.Equal((HttpStatusCode.Unauthorized, "Basic"), (refused.StatusCode, refused.Headers.WwwAuthenticate.Single().Scheme));
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.Equal("ours", answered.Headers.GetValues("X-A").Single());
        Assert.Empty(answered.Headers.Server);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal("ours", tooLarge.Headers.GetValues("x-a").Single());
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Redirect_of_an_alias_carries_the_fields_of_the_route(string version)
    {
        await using var proxy = await StartAsync();
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com") with { Aliases = ["www.example.com"], Policy = Fields() }));
        using var client = Client(proxy);
        (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (new Version(version), HttpVersionPolicy.RequestVersionExact);
        var path = "/" + new string('a', 8000);

        using var answer = await client.GetAsync($"https://www.example.com{path}", Cancel);

        Assert.Equal((HttpStatusCode.MovedPermanently, $"https://app.example.com{path}"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal("max-age=1", answer.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Equal(LongValue, answer.Headers.GetValues("X-Long").Single());
    }

    [Fact]
    public async Task Nothing_unencrypted_says_that_encryption_is_a_must()
    {
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await StartAsync();
        await proxy.ApplyAsync(Snapshots.Of(
            Snapshots.Route("app.example.com") with { Policy = Fields() },
            Snapshots.Route("none.example.com") with { PlainHttp = true, Policy = Fields() },
            Snapshots.Route("plain.example.com", Snapshots.Backend(backend.EndPoint)) with { PlainHttp = true, Aliases = ["also.example.com"], Policy = Fields() }));

        var answers = new List<(int Status, bool IsStrict, bool HasOther)>();
        foreach (var host in (string[])["app.example.com", "none.example.com", "plain.example.com", "also.example.com"])
        {
            using var answer = await proxy.GetAsync("/", host);
            answers.Add(((int)answer.StatusCode, answer.Headers.Contains("Strict-Transport-Security"), answer.Headers.Contains("X-Long")));
        }

        Assert.Equal([(301, false, false), (502, false, true), (200, false, true), (301, false, true)], answers);
    }

    [Fact]
    public async Task Host_without_route_is_not_found_although_the_handshake_succeeded()
    {
        await using var proxy = await StartAsync();
        using var client = Client(proxy);

        using var response = await client.GetAsync("https://x.wild.example.com/", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Not Found", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("1.1", "app.example.com", "other.example.com", 421)]
    [InlineData("2.0", "app.example.com", "other.example.com", 421)]
    [InlineData("1.1", "any.wild.example.com", "app.example.com", 421)]
    [InlineData("2.0", "any.wild.example.com", "a.b.wild.example.com", 421)]
    [InlineData("2.0", "any.wild.example.com", "Other.Wild.example.com", 404)]
    [InlineData("1.1", "app.example.com", "APP.example.com.:8443", 502)]
    [InlineData("1.1", "www.example.com", "app.example.com", 502)]
    public async Task Host_has_to_be_one_that_the_certificate_of_the_connection_is_for(string version, string serverName, string host, int status)
    {
        await using var proxy = await StartAsync();
        using var client = ClientOf(proxy, serverName, version == "2.0" ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}/") { Version = new Version(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Broken_off_body_over_http2_is_an_error()
    {
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello", close: true);
        await using var proxy = await StartAsync(backend.EndPoint);
        using var client = Client(proxy);
        client.DefaultRequestVersion = HttpVersion.Version20;

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("https://app.example.com/", Cancel));
    }

    public void Dispose() => _directory.Dispose();

    private async Task<TestProxy> StartAsync(params IPEndPoint[] backends)
    {
        foreach (var name in (string[])["app.example.com", "*.wild.example.com"])
            TestCertificates.WriteSelfSigned(Certificates, name);
        var proxy = await TestProxy.StartAsync(directory: _directory);
        SnapshotBackend[] described = [.. backends.Select(b => Snapshots.Backend(b))];
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com", described) with { Aliases = ["www.example.com"] }));
        return proxy;
    }

    // Nearly as long as all fields together may be.
    private static readonly string LongValue = new('x', 15_000);

    private static SnapshotPolicy Fields() => new()
    {
        Headers = new Dictionary<string, string> { ["strict-transport-security"] = "max-age=1", ["X-Long"] = LongValue, ["Content-Type"] = "of/content" },
    };

    private static HttpClient Client(TestProxy proxy) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(proxy.Server.HttpsEndpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
        AllowAutoRedirect = false,
    });

    // Asks for any host on a connection made for serverName: the client knows nothing of the TLS below it.
    private static HttpClient ClientOf(TestProxy proxy, string serverName, SslApplicationProtocol protocol) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(proxy.Server.HttpsEndpoint, cancellationToken);
            var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = serverName,
                ApplicationProtocols = [protocol],
                RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            };
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return tls;
        },
    });

    private static async Task<string> SubjectShownAsync(TestProxy proxy, string name, SslProtocols versions = SslProtocols.None)
    {
        await using var tls = await ShakeHandsAsync(proxy, name, versions);
        return new X509Certificate2(tls.RemoteCertificate!).Subject;
    }

    private static async Task<SslStream> ShakeHandsAsync(TestProxy proxy, string name, SslProtocols versions = SslProtocols.None, params string[] protocols)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(proxy.Server.HttpsEndpoint, Cancel);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name,
            EnabledSslProtocols = versions,
            ApplicationProtocols = [.. protocols.Where(p => p.Length > 0).Select(p => new SslApplicationProtocol(p))],
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
        };
        try
        {
            await tls.AuthenticateAsClientAsync(options, Cancel);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
