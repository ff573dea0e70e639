using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Http1;

/// <summary>All connections of a loop share its buffers, and none may find another's bytes there, or miss its own.</summary>
public sealed class SharedBufferTests
{
    private const string Head = "Host: app.example.com\r\n";
    private const int Chunks = 200_000;

    [Fact]
    public async Task Response_to_a_slow_client_has_no_bytes_of_others()
    {
        // Chunks large and small: some go out from where they are, some are gathered.
        var body = string.Concat(Enumerable.Range(0, Chunks).Select(i => i % 50 == 0 ? $"{i:x8}".PadLeft(2000, 'A') : $"{i:x8}"));
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
                await peer.SendAsync(head.Contains(" /big ", StringComparison.Ordinal) ? Chunked(body) : Chunked(new string('!', 9000)));
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        using var socket = await proxy.ConnectAsync();
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /big HTTP/1.1\r\n{Head}Connection: close\r\n\r\n"), TestContext.Current.CancellationToken);

        // It reads a little, and then others are served.
        var received = new StringBuilder();
        var block = new char[200_000];
        for (var read = -1; read != 0; received.Append(block, 0, read))
        {
            if (received.Length < 3_000_000)
                _ = await proxy.SendRawAsync($"GET /small HTTP/1.1\r\n{Head}Connection: close\r\n\r\n");
            read = await reader.ReadBlockAsync(block, TestContext.Current.CancellationToken);
        }

        Assert.Equal(body, Content(received.ToString()));
    }

    [Fact]
    public async Task Body_whose_framing_comes_alone_in_a_record_is_read_on()
    {
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is { } head)
            {
                var body = await peer.ReadBodyAsync(head);
                await peer.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {body!.Length}\r\n\r\n{body}");
            }
        });
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        await proxy.ApplyAsync(Snapshots.Of(Snapshots.Route("app.example.com", Snapshots.Backend(backend.EndPoint))));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(proxy.Server.HttpsEndpoint, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, static (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("app.example.com");

        // Records of their own that arrive together: after the first read nothing tells that there is more.
        Cork(socket, on: true);
        foreach (var record in new[] { $"POST / HTTP/1.1\r\n{Head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n", "5\r\n", "hello", "\r\n", "0\r\n", "\r\n" })
            await tls.WriteAsync(Encoding.ASCII.GetBytes(record), TestContext.Current.CancellationToken);
        Cork(socket, on: false);

        using var reader = new StreamReader(tls, Encoding.Latin1);
        Assert.EndsWith("\r\n\r\nhello", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string Chunked(string body)
    {
        var text = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var at = 0; at < body.Length; at += 9000)
        {
            // One large chunk, then many small ones.
            var part = body[at..Math.Min(body.Length, at + 9000)];
            var large = Math.Min(part.Length, 8000);
            text.Append($"{large:x}\r\n").Append(part, 0, large).Append("\r\n");
            foreach (var small in part.Skip(large).Chunk(8))
                text.Append($"{small.Length:x}\r\n").Append(small).Append("\r\n");
        }

        return text.Append("0\r\n\r\n").ToString();
    }

    private static string Content(string response)
    {
        var content = new StringBuilder();
        var at = response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        while (true)
        {
            var end = response.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = Convert.ToInt32(response[at..end], 16);
            if (size == 0)
                return content.ToString();
            content.Append(response, end + 2, size);
            at = end + 2 + size + 2;
        }
    }

    // TCP_CORK: hold what is written until it is a full segment, or taken away.
    private static void Cork(Socket socket, bool on) => socket.SetRawSocketOption(6, 3, BitConverter.GetBytes(on ? 1 : 0));
}
