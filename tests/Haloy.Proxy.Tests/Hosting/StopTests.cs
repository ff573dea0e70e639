using System.Net;
using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Tests.Support;
using Haloy.Testing;

namespace Haloy.Proxy.Tests.Hosting;

public sealed class StopTests
{
    private const string Request = "GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n";
    private const string Response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_closes_idle_connections_and_refuses_new_ones()
    {
        await using var backend = ScriptedBackend.Answering(Response);
        await using var proxy = await TestProxy.ServingAsync(backend.EndPoint);
        using var idle = await proxy.ConnectAsync();
        await idle.SendAsync(Encoding.Latin1.GetBytes(Request), Cancel);
        await ReadAnswerAsync(idle);
        using var silent = await proxy.ConnectAsync();

        await proxy.Server.StopAsync(Cancel);

        Assert.Equal(0, await idle.ReceiveAsync(new byte[1], Cancel));
        Assert.Equal(0, await silent.ReceiveAsync(new byte[1], Cancel));
        await Assert.ThrowsAsync<SocketException>(() => proxy.ConnectAsync());
    }

    [Fact]
    public async Task Stop_lets_an_answer_under_way_be_the_last_of_its_connection()
    {
        await using var held = new HeldBackend(Response);
        await using var proxy = await TestProxy.ServingAsync(held.EndPoint);
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes(Request), Cancel);
        await held.Asked;

        var stopping = proxy.Server.StopAsync(Cancel);
        await RefusedAsync(proxy);
        Assert.False(stopping.IsCompleted);
        held.Release();

        var answer = await ReadToEndAsync(client);
        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Contains("\r\nConnection: close\r\n", answer);
        Assert.EndsWith("ok", answer);
        await stopping;
    }

    [Fact]
    public async Task Stop_ends_an_http2_connection_after_its_streams()
    {
        using var directory = new TempDirectory();
        TestCertificates.WriteSelfSigned(directory.File("certs"), "app.example.com");
        await using var held = new HeldBackend(Response);
        await using var proxy = await TestProxy.StartAsync(directory: directory);
        await proxy.ServeAsync(held.EndPoint);
        Task stopping;
        await using (var client = await RawHttp2.AskAsync(proxy, (":method", "GET"), (":scheme", "https"), (":authority", "app.example.com"), (":path", "/")))
        {
            await held.Asked;

            stopping = proxy.Server.StopAsync(Cancel);
            Assert.Equal(RawHttp2.GoAway, (await RawHttp2.ReadTypesAsync(client, RawHttp2.GoAway))[^1]);
            Assert.False(stopping.IsCompleted);
            held.Release();

            Assert.Equal([RawHttp2.Headers, RawHttp2.Data], await RawHttp2.ReadTypesAsync(client, last: null));
        }

        await stopping;
    }

    [Fact]
    public async Task Second_word_cuts_what_is_still_under_way()
    {
        await using var held = new HeldBackend(Response);
        await using var proxy = await TestProxy.ServingAsync(held.EndPoint);
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes(Request), Cancel);
        await held.Asked;
        using var impatience = new CancellationTokenSource();

        var stopping = proxy.Server.StopAsync(impatience.Token);
        await RefusedAsync(proxy);
        Assert.False(stopping.IsCompleted);
        await impatience.CancelAsync();
        await stopping;
        await proxy.Server.DisposeAsync();

        Assert.Equal("", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task Time_limit_cuts_too()
    {
        var clock = new FakeClock();
        await using var held = new HeldBackend(Response);
        await using var proxy = await TestProxy.StartAsync(clock, change: o => o with { DrainTimeout = TimeSpan.FromSeconds(3) });
        await proxy.ServeAsync(held.EndPoint);
        using var client = await proxy.ConnectAsync();
        await client.SendAsync(Encoding.Latin1.GetBytes(Request), Cancel);
        await held.Asked;

        var stopping = proxy.Server.StopAsync(Cancel);
        await RefusedAsync(proxy);
        Assert.False(stopping.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(3));

        await stopping;
    }

    // Accepting has ended, so the stop has begun.
    private static async Task RefusedAsync(TestProxy proxy)
    {
        while (true)
        {
            try
            {
                using var client = await proxy.ConnectAsync();
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private static async Task ReadAnswerAsync(Socket client)
    {
        var text = "";
        var buffer = new byte[1024];
        while (!text.EndsWith("ok", StringComparison.Ordinal))
            text += Encoding.Latin1.GetString(buffer, 0, await client.ReceiveAsync(buffer, Cancel));
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        using var reader = new StreamReader(new NetworkStream(client), Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancel);
    }

    /// <summary>A backend that answers when told to.</summary>
    private sealed class HeldBackend : IAsyncDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _release = new(0);
        private readonly ScriptedBackend _backend;

        public HeldBackend(string response) => _backend = new ScriptedBackend(async peer =>
        {
            await peer.ReadHeadAsync();
            _asked.TrySetResult();
            await _release.WaitAsync(peer.Stop);
            await peer.SendAsync(response);
            await peer.ReadHeadAsync();
        });

        public IPEndPoint EndPoint => _backend.EndPoint;

        public Task Asked => _asked.Task;

        public void Release() => _release.Release();

        public async ValueTask DisposeAsync()
        {
            await _backend.DisposeAsync();
            _release.Dispose();
        }
    }
}
