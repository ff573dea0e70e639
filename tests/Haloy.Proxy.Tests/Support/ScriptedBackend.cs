using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haloy.Proxy.Tests.Support;

/// <summary>A backend that follows a script on each connection: what no well-behaved server can be made to do.</summary>
internal sealed class ScriptedBackend : IAsyncDisposable
{
    // Kept until the tests are over.
    private static readonly ConcurrentBag<Socket> Taken = [];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<BackendPeer, Task> _script;
    private readonly Task _accepting;
    private int _connections;

    public ScriptedBackend(Func<BackendPeer, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Answers each request with these bytes and keeps the connection open, or closes it.</summary>
    public static ScriptedBackend Answering(string response, bool close = false) => new(async peer =>
    {
        while (await peer.ReadHeadAsync() is not null)
        {
            await peer.SendAsync(response);
            if (close)
                return;
        }
    });

    /// <summary>An address nobody listens on, nor will: it is taken.</summary>
    public static IPEndPoint Nobody()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Taken.Add(socket);
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token), Interlocked.Increment(ref _connections));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        using var peer = new BackendPeer(socket, number, _stop.Token);
        try
        {
            await _script(peer);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The proxy hung up, or the test is over.
        }
    }
}

/// <summary>The proxy as its backend sees it.</summary>
internal sealed class BackendPeer(Socket socket, int number, CancellationToken stop) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>1 for the first connection.</summary>
    public int Number => number;

    public Stream Stream => _stream;

    public CancellationToken Stop => stop;

    /// <summary>Reads up to and including the empty line; <see langword="null"/> at the end of the connection.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!EndsHead(head))
        {
            if (await ReadAsync(1) is not { } next)
                return null;
            head.Append(next);
        }

        return head.ToString();
    }

    /// <summary>Reads the body that follows <paramref name="head"/>; <see langword="null"/> when it does not come whole.</summary>
    public async Task<string?> ReadBodyAsync(string head)
    {
        const string Length = "\r\nContent-Length: ";
        if (!head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.Ordinal))
        {
            var at = head.IndexOf(Length, StringComparison.Ordinal) + Length.Length;
            return at < Length.Length ? "" : await ReadAsync(int.Parse(head[at..head.IndexOf('\r', at)]));
        }

        var body = new StringBuilder();
        while (await ReadLineAsync() is { } line)
        {
            var size = Convert.ToInt32(line, 16);
            body.Append(await ReadAsync(size));
            if (size == 0)
                return await ReadTrailersAsync() ? body.ToString() : null;
            await ReadLineAsync();
        }

        return null;
    }

    /// <summary>Lines behind the last chunk of the body that was read last.</summary>
    public List<string> Trailers { get; } = [];

    private async Task<bool> ReadTrailersAsync()
    {
        Trailers.Clear();
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
                return true;
            Trailers.Add(line);
        }

        return false;
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = "";
        while (!line.EndsWith("\r\n", StringComparison.Ordinal))
        {
            if (await ReadAsync(1) is not { } next)
                return null;
            line += next;
        }

        return line[..^2];
    }

    /// <summary>Reads exactly this many bytes; <see langword="null"/> when the connection ends before.</summary>
    public async Task<string?> ReadAsync(int count)
    {
        var buffer = new byte[count];
        try
        {
            return await _stream.ReadAtLeastAsync(buffer, count, throwOnEndOfStream: false, stop) == count ? Encoding.Latin1.GetString(buffer) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task SendAsync(string bytes) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), stop);

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    public void Dispose() => _stream.Dispose();

    private static bool EndsHead(StringBuilder head) =>
        head.Length >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}
