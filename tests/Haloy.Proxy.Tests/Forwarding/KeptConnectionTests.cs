using System.Net;
using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Forwarding;

public sealed class KeptConnectionTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nGOOD";
    private const int ReadBuffer = 64 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_lies_behind_a_response_that_filled_a_read_never_answers_another_request()
    {
        const string Head = "HTTP/1.1 200 OK\r\nContent-Length: 65480\r\nX-Pad: ";
        var full = Head + new string('p', ReadBuffer - 65480 - Head.Length - 4) + "\r\n\r\n" + new string('a', 65480);
        var isFirst = 1;
        await using var backend = new ScriptedBackend(async peer =>
        {
            while (await peer.ReadHeadAsync() is not null)
                await peer.SendAsync(Interlocked.Exchange(ref isFirst, 0) == 1 ? full + Good.Replace("GOOD", "EVIL") : Good);
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);

        await proxy.SendRawAsync("GET /1 HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");

        // On each of the loops.
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
            Assert.EndsWith("GOOD", await proxy.SendRawAsync("GET /2 HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n"));
    }

    [Fact]
    public async Task Tunnel_behind_a_head_in_two_pieces_gets_each_byte_once()
    {
        var firstCame = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var payload = string.Concat(Enumerable.Range(0, 3000).Select(i => $"[{i:d5}]"));
        await using var backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n");
            await firstCame.Task;
            await peer.SendAsync("Connection: Upgrade\r\nUpgrade: bytes\r\n\r\n" + payload);
        });
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        using var client = await proxy.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: Upgrade\r\nUpgrade: bytes\r\n\r\n"u8.ToArray(), Cancel);

        var received = new StringBuilder();
        var buffer = new byte[ReadBuffer];
        await client.ReceiveAsync(buffer, Cancel);
        firstCame.SetResult();
        while (!received.ToString().EndsWith("[02999]", StringComparison.Ordinal) && await client.ReceiveAsync(buffer, Cancel) is > 0 and var count)
            received.Append(Encoding.ASCII.GetString(buffer, 0, count));

        Assert.Equal(payload, received.ToString().Split("\r\n\r\n")[^1]);
    }

    [Fact]
    public void Head_with_many_announcements_of_trailers_fits_the_room_that_is_asked_for()
    {
        var lines = string.Concat(Enumerable.Repeat("Trailer:\r\n", 197));
        var bytes = Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost:a\r\nTransfer-Encoding:chunked\r\n{lines}\r\n");
        var head = new RequestHead();
        Assert.True(RequestHeadParser.TryParse(bytes, head));
        var client = new Client(IPAddress.Loopback, isHttps: false, isTrusted: false);

        var written = RequestHeadWriter.Write(head, bytes, client, upgrade: false, new byte[64 * 1024]);

        Assert.InRange(written, 1, RequestHeadWriter.MaxLength(head, bytes, client));
    }
}
