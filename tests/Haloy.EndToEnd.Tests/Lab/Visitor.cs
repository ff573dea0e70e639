using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>Visits one domain through the proxy. Certificates are verified against the server's own authority and nothing else.</summary>
public sealed class Visitor : IDisposable
{
    private readonly IServer _server;
    private readonly string _domain;
    private HttpClient? _client;

    public Visitor(IServer server, string domain)
    {
        _server = server;
        _domain = domain;
    }

    public Uri Https => new($"https://{_domain}:{_server.HttpsPort}/");

    public Uri Http => new($"http://{_domain}:{_server.HttpPort}/");

    /// <summary>Keeps its connections.</summary>
    public HttpClient Client => _client ??= new HttpClient(Handler()) { BaseAddress = Https };

    /// <summary>Connections of its own.</summary>
    public SocketsHttpHandler Handler()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(_server.CaFile);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
    }

    /// <summary>Waits until the domain has its certificate and answers with status 200; a deployment does not wait for certificates.</summary>
    public async Task ArriveAsync(CancellationToken cancellationToken)
    {
        var last = "";
        await Patience.UntilAsync(
            $"{Https} answers",
            async () =>
            {
                try
                {
                    using var response = await Client.GetAsync("/", cancellationToken);
                    last = $"status {(int)response.StatusCode}";
                    return response.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException e)
                {
                    last = e.ToString();
                    return false;
                }
            },
            cancellationToken,
            () => last);
    }

    /// <summary>The version that answers.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        using var response = await Client.GetAsync("/", cancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.GetValues("X-Hello-Version").Single();
    }

    public void Dispose() => _client?.Dispose();
}
