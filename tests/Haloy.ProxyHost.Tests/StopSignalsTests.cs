using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haloy.ProxyHost.Tests;

/// <summary>Sends signals to the program itself.</summary>
public sealed class StopSignalsTests : IDisposable
{
    private readonly TcpListener _backend = new(IPAddress.Loopback, 0);

    public StopSignalsTests() => _backend.Start();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _backend.Dispose();

    [Fact]
    public async Task First_signal_lets_a_request_in_flight_finish()
    {
        using var proxy = await ProxyProcess.StartAsync((IPEndPoint)_backend.LocalEndpoint);
        using var client = await proxy.ConnectAsync();
        using var asked = await AskAsync(client);

        proxy.Terminate();
        await proxy.SaysAsync("Stopping");
        await asked.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"u8.ToArray(), Cancel);

        Assert.EndsWith("done", await ReadToEndAsync(client));
        Assert.Equal(0, await proxy.ExitAsync());
    }

    [Fact]
    public async Task Second_signal_does_not_wait()
    {
        using var proxy = await ProxyProcess.StartAsync((IPEndPoint)_backend.LocalEndpoint);
        using var client = await proxy.ConnectAsync();
        using var asked = await AskAsync(client);

        proxy.Terminate();
        await proxy.SaysAsync("Stopping");
        proxy.Terminate();

        Assert.Equal("", await ReadToEndAsync(client));
        Assert.Equal(0, await proxy.ExitAsync());
    }

    // The backend's end of a request that has arrived there.
    private async Task<Socket> AskAsync(Socket client)
    {
        await client.SendAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n"u8.ToArray(), Cancel);
        var backend = await _backend.AcceptSocketAsync(Cancel);
        Assert.NotEqual(0, await backend.ReceiveAsync(new byte[4096], Cancel));
        return backend;
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        using var reader = new StreamReader(new NetworkStream(client), Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancel);
    }
}
