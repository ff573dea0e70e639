using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Haloy.Contracts.ProxyControl;
using Haloy.Proxy.Hosting;
using Haloy.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Proxy.Tests.Support;

/// <summary>A real proxy on free loopback ports with a data directory of its own.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TempDirectory? _ownDirectory;
    private long _generation;

    private TestProxy(ProxyServer server, TempDirectory? ownDirectory)
    {
        Server = server;
        _ownDirectory = ownDirectory;
        Control = new HttpClient(ToUnixSocket(server.ControlSocketPath)) { BaseAddress = new Uri("http://control") };
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{server.HttpEndpoint.Port}"),
        };
    }

    public ProxyServer Server { get; }

    public HttpClient Control { get; }

    /// <summary>Talks to the HTTP port; give the host in the request's headers.</summary>
    public HttpClient Client { get; }

    public static async Task<TestProxy> StartAsync(
        TimeProvider? time = null, TempDirectory? directory = null, Func<ProxyOptions, ProxyOptions>? change = null, ILoggerFactory? loggers = null)
    {
        var own = directory is null ? new TempDirectory() : null;
        var options = new ProxyOptions
        {
            Http = new IPEndPoint(IPAddress.Loopback, 0),
            Https = new IPEndPoint(IPAddress.Loopback, 0),
            DataDirectory = (directory ?? own)!.Path,
        };
        var server = new ProxyServer(change?.Invoke(options) ?? options, loggers ?? NullLoggerFactory.Instance, time ?? TimeProvider.System);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return new TestProxy(server, own);
    }

    /// <summary>Starts a proxy that serves <c>app.example.com</c> on the HTTP port from these backends.</summary>
    public static async Task<TestProxy> ServingAsync(params IPEndPoint[] backends)
    {
        var proxy = await StartAsync();
        await proxy.ServeAsync(backends);
        return proxy;
    }

    public Task ServeAsync(params IPEndPoint[] backends) => ApplyAsync(Snapshots.Plain("app.example.com", backends));

    /// <summary>Puts a snapshot in force, numbered anew.</summary>
    public async Task ApplyAsync(RoutingSnapshot snapshot)
    {
        var numbered = snapshot with { Generation = Interlocked.Increment(ref _generation) };
        using var response = await Control.PutAsJsonAsync("/v1/config", numbered, ProxyControlJson.Default.RoutingSnapshot, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<ProxyStatus> StatusAsync() =>
        (await Control.GetFromJsonAsync("/v1/status", ProxyControlJson.Default.ProxyStatus, TestContext.Current.CancellationToken))!;

    public async Task<ProxyCounters> ReadCountersAsync() =>
        (await Control.GetFromJsonAsync("/v1/counters", ProxyControlJson.Default.ProxyCounters, TestContext.Current.CancellationToken))!;

    /// <summary>Counters of routes and deployments once nothing is in flight.</summary>
    public async Task<ProxyCounters> CountersAsync()
    {
        while (true)
        {
            var counters = await ReadCountersAsync();
            if (counters.Routes.Sum(r => r.Traffic.InFlight) + counters.Unrouted.InFlight == 0)
                return counters;
            await Task.Yield();
        }
    }

    /// <summary>Counters of the only backend once nothing is in flight: a client may have its answer before the request is counted.</summary>
    public async Task<BackendCounters> SettledAsync()
    {
        while (true)
        {
            var backend = Assert.Single((await StatusAsync()).Backends!);
            if (backend.InFlight == 0)
                return backend;
            await Task.Yield();
        }
    }

    public async Task<HttpResponseMessage> GetAsync(string target, string host = "app.example.com")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.Host = host;
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends these very bytes and returns everything that comes back until the proxy closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var connection = await ConnectAsync();
        await using var stream = new NetworkStream(connection);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <param name="from">One of this machine's addresses, when it matters which.</param>
    public async Task<Socket> ConnectAsync(IPAddress? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from ?? IPAddress.Any, 0));
        await socket.ConnectAsync(Server.HttpEndpoint, TestContext.Current.CancellationToken);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        Client.Dispose();
        await Server.DisposeAsync();
        _ownDirectory?.Dispose();
    }

    private static SocketsHttpHandler ToUnixSocket(string path) => new()
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
