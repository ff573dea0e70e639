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
    // About 800 bytes when every read finds its bytes waiting and the code is optimised; each wait and each unoptimised method adds an object.
    // What must never be there is a buffer per request: the smallest one is 4 KiB.
    private const int Allowed = 4 * 1024 - 1;

    private static readonly byte[] Request = Encoding.Latin1.GetBytes(
        "GET /index.html?q=1 HTTP/1.1\r\nHost: app.example.com\r\nUser-Agent: test\r\nAccept: */*\r\nAccept-Encoding: gzip\r\nCookie: a=b\r\n\r\n");

    private static readonly byte[] Response = Encoding.Latin1.GetBytes(
        "HTTP/1.1 200 OK\r\nServer: test\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello");

    [Fact]
    public async Task Keep_alive_request_allocates_little()
    {
        const int WarmUp = 2000;
        const int Requests = 5000;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var backend = new Thread(() => Answer(listener)) { IsBackground = true };
        backend.Start();
        await using var proxy = await TestProxy.ServingAsync((IPEndPoint)listener.LocalEndpoint);
        using var client = await proxy.ConnectAsync();

        Ask(client, WarmUp);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Ask(client, Requests);
        var perRequest = (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;

        TestContext.Current.TestOutputHelper?.WriteLine($"{perRequest} bytes per request");
        Assert.InRange(perRequest, 0, Allowed);
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
