using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Contracts.Policies;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Hosting;

/// <summary>Runs alone: it counts what the whole process allocates.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    // A read that has to wait, which is up to the machine, adds an object: so the best of many batches counts. What every request allocates is
    // in each of them; 367 bytes when this was written.
    private const int Allowed = 512;

    private static readonly byte[] Request = Encoding.Latin1.GetBytes(
        "GET /index.html?q=1 HTTP/1.1\r\nHost: app.example.com\r\nUser-Agent: test\r\nAccept: */*\r\nAccept-Encoding: gzip\r\nCookie: a=b\r\n\r\n");

    private static readonly byte[] Response = Encoding.Latin1.GetBytes(
        "HTTP/1.1 200 OK\r\nServer: test\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello");

    private static readonly byte[] CompressibleResponse =
    [
        .. "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nVary: Cookie\r\nETag: \"v1\"\r\nContent-Type: text/html\r\nContent-Length: 4000\r\n\r\n"u8,
        .. Codings.Text(4000, new Random(1)),
    ];

    [Fact]
    public Task Keep_alive_request_allocates_little() => MeasureAsync(new(), Request, Response, "hello", Allowed);

    // The encoder is an object; what it works with is kept.
    [Fact]
    public Task Compressed_answer_allocates_little_more() => MeasureAsync(
        new() { Compression = true }, Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Request).Replace("gzip", "zstd", StringComparison.Ordinal)), CompressibleResponse, "\r\n0\r\n\r\n", Allowed + 128);

    private static async Task MeasureAsync(SnapshotPolicy policy, byte[] request, byte[] response, string end, long allowed)
    {
#if DEBUG
        Assert.Skip("Unoptimised code allocates more; run with --configuration Release, as `make test` does.");
#endif
        const int Batches = 60;
        const int Requests = 200;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var backend = new Thread(() => Answer(listener, response)) { IsBackground = true };
        backend.Start();
        await using var proxy = await TestProxy.StartAsync();
        await proxy.ApplyAsync(Snapshots.Under(policy, (IPEndPoint)listener.LocalEndpoint));
        using var client = await proxy.ConnectAsync();
        var ending = Encoding.Latin1.GetBytes(end);

        var best = long.MaxValue;
        for (var batch = 0; batch < Batches; batch++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Ask(client, request, ending, Requests);
            best = Math.Min(best, (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{best} bytes per request");
        Assert.InRange(best, 0, allowed);
    }

    // Blocking sockets and buffers made beforehand: neither side of the test allocates.
    private static void Ask(Socket client, byte[] request, byte[] end, int times)
    {
        Span<byte> buffer = stackalloc byte[8192];
        for (var i = 0; i < times; i++)
        {
            client.Send(request);
            while (!buffer[..client.Receive(buffer)].EndsWith(end))
            {
            }
        }
    }

    private static void Answer(TcpListener listener, byte[] response)
    {
        try
        {
            using var socket = listener.AcceptSocket();
            Span<byte> buffer = stackalloc byte[2048];
            while (true)
            {
                var received = socket.Receive(buffer);
                if (received == 0)
                    return;
                if (buffer[..received].EndsWith("\r\n\r\n"u8))
                    socket.Send(response);
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
    }
}
