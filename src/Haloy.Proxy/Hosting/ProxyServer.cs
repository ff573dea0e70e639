using System.Net;
using Haloy.Proxy.Access;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Compression;
using Haloy.Proxy.Control;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Holding;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Native;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tls;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>
/// The data plane: two listeners, the control socket and what stands between them. It starts from the snapshot file and needs nobody
/// else to serve; the same object runs in <c>haloy-proxy</c> and inside the daemon.
/// </summary>
public sealed class ProxyServer : IAsyncDisposable
{
    private readonly ProxyOptions _options;
    private readonly TimeProvider _time;
    private readonly BackendRegistry _registry;
    private readonly TableHolder _tables;
    private readonly CertificateStore _certificates;
    private readonly ConfigGate _gate;
    private readonly ControlListener _control;
    private readonly FrontListener _front;
    private readonly AccessLog _accessLog;
    private readonly ILoggerFactory _loggers;

    /// <summary>Puts a proxy together; nothing is opened before <see cref="StartAsync"/>.</summary>
    public ProxyServer(ProxyOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        (_options, _loggers, _time) = (options, loggers, time);
        ProxyDirectory = Path.Combine(options.DataDirectory, "proxy");
        _registry = new BackendRegistry(FrontListener.Loops, time, new BackendNames(new CookieKeyFile(ProxyDirectory, loggers.CreateLogger<CookieKeyFile>()).ReadOrMake));
        _tables = new TableHolder(_registry, time);
        _certificates = new CertificateStore(options.DataDirectory, loggers.CreateLogger<CertificateStore>());
        _gate = new ConfigGate(_tables, new SnapshotFile(ProxyDirectory), time, loggers.CreateLogger<ConfigGate>());
        _accessLog = new AccessLog(options.AccessLog, options.OpenAccessLog, FrontListener.Loops, time);
        _control = new ControlListener(ControlSocketPath, new ControlApplication(_gate, _tables, _certificates, _accessLog), loggers, time);
        _front = new FrontListener(options, new SniSelector(_certificates, _tables), loggers, time);
    }

    /// <summary>Path of the control socket: <c>DIR/proxy/haloy-proxy.sock</c>.</summary>
    public string ControlSocketPath => Path.Combine(ProxyDirectory, "haloy-proxy.sock");

    /// <summary>Where HTTP is served, with the actual port once started.</summary>
    public IPEndPoint HttpEndpoint => _front.Http;

    /// <summary>Where HTTPS is served, with the actual port once started.</summary>
    public IPEndPoint HttpsEndpoint => _front.Https;

    /// <summary>Memory of the encoders in use.</summary>
    internal EncoderMemory Encoders { get; } = new(Compressor.DefaultMemory);

    private string ProxyDirectory { get; }

    /// <summary>Loads certificates and the saved table, then listens.</summary>
    /// <exception cref="ProxyStartException">An address is taken, or the data directory cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        CreateDirectory();
        _control.Prepare();
        _certificates.Reload();
        _gate.Restore();
        _accessLog.Start();
        try
        {
            _front.Start(MakeFront);
            _control.Start();
        }
        catch
        {
            await StopAsync(new CancellationToken(canceled: true));
            throw;
        }
    }

    /// <summary>Reads the certificates anew and logs how many there are; connections go on with those that they have.</summary>
    public void ReloadCertificates() => _certificates.ReloadOrLog();

    /// <summary>Stops accepting, lets requests in flight finish for <see cref="ProxyOptions.DrainTimeout"/> or until cancelled, then cuts the rest.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.DrainTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await Task.WhenAll(_control.StopAsync(both.Token), _front.StopAsync(both.Token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _tables.Dispose();
        await _front.DisposeAsync();
        await _control.DisposeAsync();
        await _accessLog.DisposeAsync();
    }

    private Front MakeFront(int httpsPort, IReadOnlyList<EventLoop> loops)
    {
        var holds = new Holds(loops, _options.Holds);
        _tables.Adopted += holds.Review;
        var apps = new ForwardOptions { ResponseHeadTimeout = _options.ResponseHeadTimeout, Ejection = _options.Ejection };
        var api = apps with { ResponseHeadTimeout = null, NoBackendsPage = ErrorPage.ApiUnavailable, UnavailablePage = ErrorPage.ApiUnavailable };
        return new Front(
            new Router(httpsPort),
            _tables,
            apps,
            api,
            new Forwarder(_registry.Meters.Unrouted, _time, new Compressor(Encoders, Zstd.IsAvailable), _loggers.CreateLogger<Forwarder>()),
            new AccessGate(new PasswordChecker(_loggers.CreateLogger<PasswordChecker>())),
            new TrustedProxies(_options.TrustedProxies),
            _accessLog,
            holds,
            FrontListener.Loops,
            _time);
    }

    private void CreateDirectory()
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(ProxyDirectory);
            else
                Directory.CreateDirectory(ProxyDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProxyStartException(
                new($"The directory '{ProxyDirectory}' cannot be created: {e.Message}", "Choose another data directory with --data-dir."), e);
        }
    }
}
