using System.Net.Sockets;
using Haloy.Core;
using Haloy.Proxy.Control;
using Haloy.Proxy.EventLoops;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Hosting;

/// <summary>
/// Serves the control API on a Unix socket that only the proxy's own user may open. It has a loop of its own: saving and reading a
/// snapshot takes its time, which is nobody's but the daemon's.
/// </summary>
internal sealed class ControlListener : IAsyncDisposable
{
    private const int Backlog = 64;
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly EventLoop _loop;
    private readonly ControlServer _server;
    private Socket? _socket;
    private ControlAcceptor? _acceptor;
    private ITimer? _tick;

    public ControlListener(string path, ControlApplication application, ILoggerFactory loggers, TimeProvider time)
    {
        (_path, _time) = (path, time);
        _server = new ControlServer(application, time);
        _loop = new EventLoop(0, time, loggers.CreateLogger<EventLoop>(), "control");
    }

    /// <exception cref="ProxyStartException">Another proxy is there, or the path cannot be a socket's.</exception>
    public void Prepare()
    {
        if (ControlSocket.Prepare(_path) is { } failure)
            throw new ProxyStartException(failure);
    }

    /// <exception cref="ProxyStartException">The socket cannot be made.</exception>
    public void Start()
    {
        _socket = Bind();
        var acceptor = _acceptor = new ControlAcceptor(_loop, _socket, _server);
        _loop.Start();
        _loop.Post(acceptor.Open);
        _tick = _time.CreateTimer(_ => Tick(acceptor), null, TickInterval, TickInterval);
    }

    /// <summary>Stops accepting, and waits for requests under way until cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_acceptor is not { } acceptor)
            return;
        _acceptor = null;
        await _loop.PostAsync(() => Retire(acceptor));
        _socket!.Dispose();
        File.Delete(_path);
        try
        {
            await _server.Empty.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Time is up; what is left is closed with the loop.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_tick is not null)
            await _tick.DisposeAsync();
        _loop.Dispose();
        _socket?.Dispose();
    }

    private void Tick(ControlAcceptor acceptor)
    {
        _loop.Tick();
        _loop.Post(acceptor.Resume);
    }

    private void Retire(ControlAcceptor acceptor)
    {
        acceptor.Close();
        _server.Stop();
        foreach (var connection in _loop.All().OfType<ControlConnection>().ToList())
            connection.Retire();
    }

    private Socket Bind()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(_path));
            // Before it listens, so that there is no moment in which others can connect.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(_path, AtomicFile.OwnerOnly);
            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new ProxyStartException(new Failure($"The control socket '{_path}' cannot be made: {e.Message}", "Choose another data directory with --data-dir."), e);
        }
    }
}
