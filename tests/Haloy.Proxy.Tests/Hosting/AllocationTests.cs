using System.Net;
using System.Net.Sockets;
using System.Text;
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

    [Fact]
    public async Task Keep_alive_request_allocates_little()
    {
#if DEBUG
        Assert.Skip("Unoptimised code allocates more; run with --configuration Release, as `make test` does.");
#endif
        const int Batches = 60;
        const int Requests = 200;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var backend = new Thread(() => Answer(listener)) { IsBackground = true };
        backend.Start();
        await using var proxy = await TestProxy.ServingAsync((IPEndPoint)listener.LocalEndpoint);
        using var client = await proxy.ConnectAsync();

        var best = long.MaxValue;
        for (var batch = 0; batch < Batches; batch++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Ask(client, Requests);
            best = Math.Min(best, (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{best} bytes per request");
        Assert.InRange(best, 0, Allowed);
    }

    // Blocking sockets and buffers made beforehand: neither side of the test allocates.
    private static void Ask(Socket client, int times)
    {
        Span<byte> buffer = stackalloc byte[1024];
        for (var i = 0; i < times; i++)
        {
            client.Send(Request);
            while (!buffer[..client.Receive(buffer)].EndsWith("hello"u8))
            {
            }
        }
    }

    private static void Answer(TcpListener listener)
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
                    socket.Send(Response);
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
    }
}
