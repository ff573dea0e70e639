using System.Net;
using Haloy.Proxy.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Haloy.Proxy.Hosting;

/// <summary>The two listeners visitors come in by.</summary>
internal sealed class FrontListener(ProxyOptions options, SniSelector selector, ILoggerFactory loggers, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(10);

    private KestrelServer? _server;
    private ListenOptions? _http;
    private ListenOptions? _https;

    public IPEndPoint Http => _http?.IPEndPoint ?? options.Http;

    public IPEndPoint Https => _https?.IPEndPoint ?? options.Https;

    /// <param name="makeApplication">Makes what handles requests, given the HTTPS port.</param>
    /// <param name="cancellationToken">Gives up binding.</param>
    public async Task StartAsync(Func<int, ProxyApplication> makeApplication, CancellationToken cancellationToken)
    {
        var kestrel = KestrelHost.Limits(loggers, HeaderTimeout, maxBody: null);
        // HTTPS first: its port, when it was left open, is part of the redirects the other listener gives.
        Listen(kestrel, options.Https, ConfigureHttps);
        Listen(kestrel, options.Http, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            _http = listen;
        });

        var transport = new ExplainingTransport(KestrelHost.Transport(options.DedicatedProcess, loggers), FlagOf);
        _server = new KestrelServer(Options.Create(kestrel), transport, loggers);
        await _server.StartAsync(new LateApplication(() => makeApplication(Https.Port)), cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
            await _server.StopAsync(cancellationToken);
    }

    public void Dispose() => _server?.Dispose();

    private static void Listen(KestrelServerOptions kestrel, IPEndPoint endPoint, Action<ListenOptions> configure)
    {
        if (endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any))
            kestrel.ListenAnyIP(endPoint.Port, configure);
        else
            kestrel.Listen(endPoint, configure);
    }

    private void ConfigureHttps(ListenOptions listen)
    {
        // Protocols stay as they are by default, both: set by hand Kestrel would warn that it sees no TLS of its own.
        listen.Use(next => new TlsGate(selector, time, next).OnConnectionAsync);
        _https = listen;
    }

    private string FlagOf(EndPoint endPoint) => endPoint is IPEndPoint { Port: var port } && port == options.Http.Port ? options.Flags.Http : options.Flags.Https;
}
