using System.Net;
using System.Net.Sockets;
using Haloy.Core;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Http2;
using Haloy.Proxy.Native;
using Haloy.Proxy.Tls;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>The two listeners visitors come in by, and the loops that serve them.</summary>
internal sealed class FrontListener : IAsyncDisposable
{
    private const int Backlog = 4096;
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly ProxyOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private readonly EventLoop[] _loops;
    private readonly TlsContext _tls;
    private readonly List<Listener> _listeners = [];
    private Front? _front;
    private Socket? _http;
    private Socket? _https;
    private ITimer? _tick;

    public FrontListener(ProxyOptions options, SniSelector selector, ILoggerFactory loggers, TimeProvider time)
    {
        (_options, _loggers, _time) = (options, loggers, time);
        (Http, Https) = (options.Http, options.Https);
        _tls = new TlsContext(selector);
        var logger = loggers.CreateLogger<EventLoop>();
        _loops = [.. Enumerable.Range(0, Loops).Select(i => new EventLoop(i, time, logger))];
    }

    /// <summary>How many loops there are.</summary>
    public static int Loops => Environment.ProcessorCount;

    public IPEndPoint Http { get; private set; }

    public IPEndPoint Https { get; private set; }

    /// <param name="makeFront">Makes what serves clients, given the HTTPS port and the loops.</param>
    /// <exception cref="ProxyStartException">An address cannot be had.</exception>
    public void Start(Func<int, IReadOnlyList<EventLoop>, Front> makeFront)
    {
        // HTTPS first: its port, when it was left open, is part of the redirects the other listener gives.
        _https = Bind(_options.Https, _options.Flags.Https);
        _http = Bind(_options.Http, _options.Flags.Http);
        (Http, Https) = ((IPEndPoint)_http.LocalEndPoint!, (IPEndPoint)_https.LocalEndPoint!);
        _front = makeFront(Https.Port, _loops);
        var admission = new Admission(_options, Descriptors.Raise(), _time, _loggers.CreateLogger<Admission>());
        foreach (var loop in _loops)
        {
            _listeners.Add(new Listener(loop, _https, _tls, _front, admission, _options.ProxyProtocol, _loops));
            _listeners.Add(new Listener(loop, _http, null, _front, admission, _options.ProxyProtocol, _loops));
            loop.Start();
        }

        foreach (var listener in _listeners)
            listener.Loop.Post(listener.Open);
        _tick = _time.CreateTimer(_ => Tick(), null, TickInterval, TickInterval);
    }

    /// <summary>Stops accepting and waits for requests under way until cancelled; then everything is cut.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_front is null)
            return;
        await StopAcceptingAsync();
        _front.Stop();
        foreach (var loop in _loops)
            loop.Post(() => RetireAll(loop));
        _front.Holds.Stop();
        try
        {
            await _front.Empty.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Time is up.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _front = null;
        if (_tick is not null)
            await _tick.DisposeAsync();
        foreach (var loop in _loops)
            loop.Dispose();
        _http?.Dispose();
        _https?.Dispose();
        _tls.Dispose();
    }

    // Visitors who come now are told so at once, or find another proxy, instead of waiting in a queue that nobody looks at.
    private async Task StopAcceptingAsync()
    {
        foreach (var listener in _listeners)
            await listener.Loop.PostAsync(() => listener.Finish(Backlog));
        _http!.Dispose();
        _https!.Dispose();
    }

    private static void RetireAll(EventLoop loop)
    {
        foreach (var item in loop.All().ToArray())
        {
            if (item is Http1Connection http1)
                http1.Retire();
            else if (item is Http2Connection http2)
                http2.Retire();
            else if (item is TlsHandshake handshake)
                handshake.Close();
        }
    }

    private void Tick()
    {
        foreach (var loop in _loops)
            loop.Tick();
        foreach (var listener in _listeners)
            listener.Loop.Post(listener.Resume);
        _front?.Holds.Tick();
    }

    private static Socket Bind(IPEndPoint endPoint, string flag)
    {
        var isAny = endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any);
        var socket = new Socket(isAny ? AddressFamily.InterNetworkV6 : endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            Tcp.AllowRebind((int)socket.Handle);
            if (isAny)
                socket.DualMode = true;
            socket.Bind(isAny ? new IPEndPoint(IPAddress.IPv6Any, endPoint.Port) : endPoint);
            Tcp.PrepareListener((int)socket.Handle);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Explain(endPoint, flag, e);
        }
    }

    private static ProxyStartException Explain(IPEndPoint endPoint, string flag, SocketException e)
    {
        var reason = e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "the address is already in use",
            SocketError.AccessDenied => "this user may not use that port",
            SocketError.AddressNotAvailable => "this machine has no such address",
            _ => e.Message,
        };
        return new ProxyStartException(new Failure($"Cannot listen on {endPoint}: {reason}.", $"Free it, or choose another address with {flag}."), e);
    }
}
