using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Tests.Holding;

/// <summary>A proxy whose one app can be held, a clock that stands still, and a log in which defects of ours are found.</summary>
internal sealed class HeldProxy : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ErrorLog _log = new();

    public FakeClock Clock { get; } = new();

    public TestProxy Proxy { get; private set; } = null!;

    public static async Task<HeldProxy> StartAsync(Func<ProxyOptions, ProxyOptions>? change = null)
    {
        var held = new HeldProxy();
        TestCertificates.WriteSelfSigned(held._directory.File("certs"), "app.example.com");
        await held.RestartAsync(change);
        return held;
    }

    /// <summary>Starts a proxy on the same directory, after ending the one before.</summary>
    public async Task RestartAsync(Func<ProxyOptions, ProxyOptions>? change = null)
    {
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        Proxy = await TestProxy.StartAsync(Clock, _directory, change, LoggerFactory.Create(b => b.AddProvider(_log)));
    }

    public static SnapshotRoute Route(params IPEndPoint[] backends) =>
        Snapshots.Route("app.example.com", [.. backends.Select(b => Snapshots.Backend(b))]) with { PlainHttp = true };

    public Task ServeAsync(params IPEndPoint[] backends) => Proxy.ApplyAsync(Snapshots.Of(Route(backends)));

    /// <summary>Puts a table in force that holds the app for so many seconds.</summary>
    public Task HoldAsync(int seconds = 60, string? then = null, params IPEndPoint[] backends) => Proxy.ApplyAsync(Snapshots.Of(
        Route(backends) with { State = RouteState.Holding, Until = Clock.GetUtcNow().AddSeconds(seconds), Then = then }));

    /// <summary>Ends when so many requests wait.</summary>
    public async Task<HoldCounters> HeldAsync(int count)
    {
        while (true)
        {
            if ((await Proxy.StatusAsync()).Holds?.Sum(h => h.Held) == count)
                return (await Proxy.StatusAsync()).Holds![0];
            await Task.Yield();
        }
    }

    public async Task<HoldCounters> CountAsync() => Assert.Single((await Proxy.StatusAsync()).Holds!);

    /// <summary>A client that asks over TLS by this version of HTTP.</summary>
    public HttpClient Client(string version) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(Proxy.Server.HttpsEndpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
        EnableMultipleHttp2Connections = false,
    })
    {
        BaseAddress = new Uri("https://app.example.com"),
        DefaultRequestVersion = new Version(version),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    /// <summary>Sends bytes on a connection of their own and leaves it open.</summary>
    public async Task<Socket> SendAsync(string bytes)
    {
        var socket = await Proxy.ConnectAsync();
        await socket.SendAsync(Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        _directory.Dispose();
        Assert.Empty(_log.Errors);
    }
}
