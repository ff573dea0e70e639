using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;

namespace Haloy.Proxy.Tests.Support;

/// <summary>A frame that came from the proxy.</summary>
internal sealed record Received(byte Type, byte Flags, int Stream, byte[] Payload)
{
    /// <summary>Whether it ends its stream.</summary>
    public bool Ends => Type is Frames.Reset || (Type is Frames.Data or Frames.Headers && (Flags & Frames.End) != 0);

    /// <summary>What it says, in short: errors by their code, acknowledgements, heads and ends.</summary>
    public override string ToString() => Type switch
    {
        Frames.GoAway => $"GOAWAY {BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(4))}",
        Frames.Reset => $"RST {Stream} {BinaryPrimitives.ReadInt32BigEndian(Payload)}",
        Frames.Ping => "PONG",
        Frames.Settings => Flags == Frames.Ack ? "SETTINGS ACK" : "SETTINGS",
        Frames.Headers => $"HEADERS {Stream} {Payload[0]:x2}",
        var other => $"{other} {Stream}",
    };
}

/// <summary>A connection that speaks HTTP/2 frame by frame.</summary>
internal sealed class Http2Peer : IAsyncDisposable
{
    private readonly SslStream _tls;

    private Http2Peer(SslStream tls) => _tls = tls;

    public static async Task<Http2Peer> ConnectAsync(TestProxy proxy)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(proxy.Server.HttpsEndpoint, TestContext.Current.CancellationToken);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "app.example.com",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            },
            TestContext.Current.CancellationToken);
        return new Http2Peer(tls);
    }

    /// <summary>Sends these very bytes in one record.</summary>
    public async Task SendAsync(params byte[][] frames)
    {
        try
        {
            await _tls.WriteAsync((byte[])[.. frames.SelectMany(f => f)], TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (IsHangUp(e))
        {
            // The proxy has hung up; what it said before can still be read.
        }
    }

    /// <summary>Says that nothing more comes.</summary>
    public async Task EndAsync()
    {
        try
        {
            await _tls.ShutdownAsync();
        }
        catch (Exception e) when (IsHangUp(e))
        {
            // The proxy was faster.
        }
    }

    /// <summary>Reads up to and including the first frame that <paramref name="last"/> is true of, or to the end of the connection.</summary>
    public async Task<List<Received>> ReadUntilAsync(Func<Received, bool> last)
    {
        var frames = new List<Received>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
            if (last(frame))
                break;
        }

        return frames;
    }

    /// <summary>The next frame; <see langword="null"/> at the end of the connection.</summary>
    public async Task<Received?> ReadAsync()
    {
        var head = new byte[9];
        try
        {
            if (await _tls.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, TestContext.Current.CancellationToken) < head.Length)
                return null;
            var payload = new byte[(head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))];
            await _tls.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
            return new Received(head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
        }
        catch (Exception e) when (IsHangUp(e))
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _tls.DisposeAsync();

    // A write after the proxy's goodbye was read fails with an exception of the TLS library that .NET does not show.
    private static bool IsHangUp(Exception e) => e is IOException or System.Security.Cryptography.CryptographicException || e.GetType().Name == "SslException";
}
