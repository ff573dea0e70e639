using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Haloy.Load;

/// <summary>WebSockets that nobody says anything by: opened through a proxy to a backend in this same process, and kept until told.</summary>
internal sealed class IdleTunnels(IPEndPoint proxy, string host, bool tls, int backendPort) : IDisposable
{
    private const string Handshake = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private readonly TcpListener _backend = new(IPAddress.Loopback, backendPort);
    private readonly List<IDisposable> _held = [];

    /// <summary>Opens them one after the other.</summary>
    /// <exception cref="IOException">The proxy did not answer one with 101.</exception>
    public async Task OpenAsync(int count, CancellationToken cancellationToken)
    {
        _backend.Start(backlog: 1024);
        for (var i = 0; i < count; i++)
        {
            var accepting = AcceptAsync(cancellationToken);
            var client = await ConnectAsync(cancellationToken);
            await SendAsync(client, $"GET /idle HTTP/1.1\r\nHost: {host}\r\n{Handshake}", cancellationToken);
            await accepting;
            if (await ReadHeadAsync(client, cancellationToken) is var head && !head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
                throw new IOException($"tunnel {i + 1} was refused: {head.Split('\r')[0]}");
        }
    }

    public void Dispose()
    {
        foreach (var item in _held)
            item.Dispose();
        _backend.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        var connection = await _backend.AcceptTcpClientAsync(cancellationToken);
        _held.Add(connection);
        await ReadHeadAsync(connection.GetStream(), cancellationToken);
        await SendAsync(connection.GetStream(), "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", cancellationToken);
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        _held.Add(client);
        await client.ConnectAsync(proxy, cancellationToken);
        if (!tls)
            return client.GetStream();
        var secured = new SslStream(client.GetStream());
#pragma warning disable CA5359 // Whose certificate it is does not matter to what is measured, and nothing secret is sent.
        var options = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = (_, _, _, _) => true };
#pragma warning restore CA5359
        await secured.AuthenticateAsClientAsync(options, cancellationToken);
        return secured;
    }

    private static async Task SendAsync(Stream stream, string text, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);

    private static async Task<string> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            var count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0)
                break;
            length += count;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
