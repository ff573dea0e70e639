using Haloy.Proxy.Control;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Haloy.Proxy.Hosting;

/// <summary>Serves the control API on a Unix socket that only the proxy's own user may open.</summary>
internal sealed class ControlListener(string path, ControlApplication application, ILoggerFactory loggers) : IDisposable
{
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(5);

    private KestrelServer? _server;

    /// <exception cref="ProxyStartException">Another proxy is there, or the path cannot be a socket's.</exception>
    public void Prepare()
    {
        if (ControlSocket.Prepare(path) is { } failure)
            throw new ProxyStartException(failure);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var kestrel = KestrelHost.Limits(loggers, HeaderTimeout, ControlApplication.MaxConfigBytes + 1);
        kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(kestrel), KestrelHost.Transport(dedicated: false, loggers), loggers);
        await _server.StartAsync(application, cancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
            return;
        await _server.StopAsync(cancellationToken);
        _server.Dispose();
        _server = null;
        File.Delete(path);
    }

    public void Dispose() => _server?.Dispose();
}
