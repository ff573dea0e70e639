using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Hosting;

/// <summary>Runs alone: it counts the descriptors of the whole process.</summary>
[CollectionDefinition(nameof(DescriptorTests), DisableParallelization = true)]
[Collection(nameof(DescriptorTests))]
public sealed class DescriptorTests
{
    private const int Total = 10_000;
    private const int Secured = 400;
    private const int Manners = 5;
    private const int AtOnce = 16;

    // What the runtime opens for itself when it is first asked for, on both sides of the test.
    private const int Runtime = 16;

    private static readonly byte[] Request = Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // What clients do: ask and take the answer, leave without a word, in the middle of a head, or before the answer; and all of it over TLS.
    private enum Manner
    {
        Complete,
        Silent,
        HalfAHead,
        Impatient,
        Reset,
    }

    [Fact]
    public async Task Ten_thousand_connections_leave_nothing_open()
    {
        if (!OperatingSystem.IsLinux())
            return;

        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var backend = ScriptedBackend.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var clock = new FakeClock();
        await using var proxy = await TestProxy.StartAsync(clock, directory);
        var before = Open();

        await VisitAsync(proxy, backend.EndPoint, Total);

        await ReturnedAsync(clock, before + Runtime);
        Assert.InRange(Open(), 0, before + Runtime);
    }

    private static async Task VisitAsync(TestProxy proxy, IPEndPoint backend, int visits)
    {
        await proxy.ServeAsync(backend);
        var left = visits;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            for (var number = Interlocked.Decrement(ref left); number >= 0; number = Interlocked.Decrement(ref left))
                await VisitAsync(proxy, (Manner)(number % Manners), secured: number / Manners % (Total / Secured) == 0);
        }));
        // The kept connections to the backend are closed when nobody routes to it any more.
        await proxy.ApplyAsync(Snapshots.Of());
    }

    private static async Task VisitAsync(TestProxy proxy, Manner manner, bool secured)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(secured ? proxy.Server.HttpsEndpoint : proxy.Server.HttpEndpoint, Cancel);
        if (manner == Manner.Silent)
            return;

        await using var stream = secured ? await SecureAsync(socket) : new NetworkStream(socket);
        await stream.WriteAsync(manner == Manner.HalfAHead ? Request.AsMemory(0, 20) : Request, Cancel);
        if (manner == Manner.Complete)
            Assert.EndsWith("ok", await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync(Cancel));
        else if (manner == Manner.Reset)
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
    }

    private static async Task<Stream> SecureAsync(Socket socket)
    {
        var tls = new SslStream(new NetworkStream(socket));
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "app.example.com", RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
            Cancel);
        return tls;
    }

    // Ends when all that the proxy had open is closed: clients at once, the kept connections to a backend without a route at the next tick.
    private static async Task ReturnedAsync(FakeClock clock, int most)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (Open() > most && !patience.IsCancellationRequested)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static int Open() => Directory.GetFiles("/proc/self/fd").Length;
}
