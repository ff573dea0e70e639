using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Haloy.Proxy.Tests.Support;

/// <summary>Sends one HTTP/2 request field by field as given: what no client library lets through.</summary>
internal static class RawHttp2
{
    private const int FrameHead = 9;
    public const byte Data = 0;
    public const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    public const byte GoAway = 7;
    private const byte EndStreamAndHeaders = 0x05;

    /// <returns>The status of the response, or <see langword="null"/> when the stream or the connection was refused.</returns>
    public static async Task<int?> SendAsync(TestProxy proxy, params IEnumerable<(string Name, string Value)> fields)
    {
        await using var stream = await AskAsync(proxy, fields);
        return await ReadStatusAsync(stream, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a connection and sends a request on its first stream.</summary>
    public static async Task<Stream> AskAsync(TestProxy proxy, params IEnumerable<(string Name, string Value)> fields)
    {
        var cancel = TestContext.Current.CancellationToken;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(proxy.Server.HttpsEndpoint, cancel);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "app.example.com",
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null,
            },
            cancel);

        byte[] block = [.. fields.SelectMany(f => Literal(f.Name, f.Value))];
        byte[] request = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, []), .. Frame(Headers, EndStreamAndHeaders, 1, block)];
        await tls.WriteAsync(request, cancel);
        return tls;
    }

    /// <summary>Reads frames up to one of this type, or to the end of the connection.</summary>
    /// <returns>The types of all of them.</returns>
    public static async Task<IReadOnlyList<byte>> ReadTypesAsync(Stream stream, byte? last)
    {
        var cancel = TestContext.Current.CancellationToken;
        var types = new List<byte>();
        var head = new byte[FrameHead];
        while (await stream.ReadAtLeastAsync(head, FrameHead, throwOnEndOfStream: false, cancel) == FrameHead)
        {
            await stream.ReadExactlyAsync(new byte[(head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))], cancel);
            types.Add(head[3]);
            if (head[3] == last)
                break;
        }

        return types;
    }

    private static async Task<int?> ReadStatusAsync(Stream stream, CancellationToken cancel)
    {
        var head = new byte[FrameHead];
        while (await stream.ReadAtLeastAsync(head, FrameHead, throwOnEndOfStream: false, cancel) == FrameHead)
        {
            var payload = new byte[(head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))];
            await stream.ReadExactlyAsync(payload, cancel);
            switch (head[3])
            {
                case Headers:
                    return Status(payload);
                case Reset or GoAway:
                    return null;
                case Data:
                    throw new InvalidOperationException("Data before a head.");
            }
        }

        return null;
    }

    // RFC 7541 §6.2.2, "literal header field without indexing, new name", no Huffman coding.
    private static byte[] Literal(string name, string value) => [0, (byte)name.Length, .. Encoding.Latin1.GetBytes(name), (byte)value.Length, .. Encoding.Latin1.GetBytes(value)];

    private static byte[] Frame(byte type, byte flags, byte stream, byte[] payload) =>
        [0, (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, stream, .. payload];

    // RFC 7541 appendix A: the common statuses are one byte.
    private static int Status(byte[] block) => block[0] switch
    {
        0x88 => 200,
        0x8c => 400,
        0x8d => 404,
        var other => throw new InvalidOperationException($"Status {other:x2} is not known to this test."),
    };
}
