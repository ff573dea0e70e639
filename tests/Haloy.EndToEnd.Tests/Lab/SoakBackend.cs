using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Haloy.Contracts.ProxyControl;

namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>A backend that answers until it is killed: then its port is closed and every connection reset, as when a machine dies.</summary>
public sealed class SoakBackend : IAsyncDisposable
{
    private const int LargePage = 100_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _dead = new();
    private readonly Task _accepting;

    public SoakBackend()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Port => $"{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public SnapshotBackend As(string state) => new() { Ip = "127.0.0.1", Port = Port, Deployment = Port, State = state };

    public async ValueTask DisposeAsync()
    {
        await _dead.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _dead.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_dead.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var buffered = new BufferedStream(stream, 16 * 1024);
        try
        {
            while (await ReadHeadAsync(buffered) is { } head)
                await stream.WriteAsync(await AnswerAsync(head, buffered), _dead.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Dead, or hung up on.
        }
    }

    private async Task<byte[]> AnswerAsync(string head, Stream body)
    {
        var content = head.StartsWith("POST ", StringComparison.Ordinal) ? await HashAsync(head, body)
            : head.StartsWith("GET /large ", StringComparison.Ordinal) ? new string('x', LargePage) + "</html>"
            : "<html></html>";
        return Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nX-Hello-Version: {Port}\r\nContent-Length: {content.Length}\r\n\r\n{content}");
    }

    private async Task<string> HashAsync(string head, Stream body)
    {
        const string Field = "content-length: ";
        var at = head.IndexOf(Field, StringComparison.OrdinalIgnoreCase) + Field.Length;
        var bytes = new byte[int.Parse(head.AsSpan(at, head.IndexOf('\r', at) - at))];
        await body.ReadExactlyAsync(bytes, _dead.Token);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (!(head.Length >= 4 && head[^1] == '\n' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(next, _dead.Token) == 0)
                return null;
            head.Append((char)next[0]);
        }

        return head.ToString();
    }
}
