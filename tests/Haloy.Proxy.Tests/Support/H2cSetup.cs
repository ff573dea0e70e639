using System.Net;
using System.Net.Sockets;
using Haloy.Testing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tests.Support;

/// <summary>A proxy in front of backends that speak HTTP/2, with a client that does so too.</summary>
internal sealed class H2cSetup : IAsyncDisposable
{
    private readonly TempDirectory _directory;
    private readonly ErrorLog _log;

    private H2cSetup(TestProxy proxy, TempDirectory directory, ErrorLog log)
    {
        (Proxy, _directory, _log) = (proxy, directory, log);
        Client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
            ConnectCallback = ConnectAsync,
            EnableMultipleHttp2Connections = true,
            UseCookies = false,
        })
        {
            BaseAddress = new Uri("https://app.example.com"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public TestProxy Proxy { get; }

    /// <summary>Speaks HTTP/2 with TLS.</summary>
    public HttpClient Client { get; }

    public static async Task<H2cSetup> StartAsync(TimeProvider? time, params IPEndPoint[] backends)
    {
        var (directory, log) = (new TempDirectory(), new ErrorLog());
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        var proxy = await TestProxy.StartAsync(time, directory, loggers: LoggerFactory.Create(b => b.AddProvider(log)));
        await proxy.ApplyAsync(Snapshots.H2c(backends));
        return new H2cSetup(proxy, directory, log);
    }

    public static Task<H2cSetup> StartAsync(params IPEndPoint[] backends) => StartAsync(null, backends);

    /// <summary>Sends a request by HTTP/2, and comes back with the head of its answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        // The defaults of the client are for its other methods.
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Proxy.DisposeAsync();
        _directory.Dispose();
        Assert.Empty(_log.Errors);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Proxy.Server.HttpsEndpoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
