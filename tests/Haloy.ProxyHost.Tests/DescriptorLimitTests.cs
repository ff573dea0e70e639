using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Haloy.ProxyHost.Tests;

/// <summary>Gives the program itself few descriptors.</summary>
public sealed class DescriptorLimitTests : IDisposable
{
    private const int Descriptors = 512;

    private readonly TcpListener _backend = new(IPAddress.Loopback, 0);

    public DescriptorLimitTests() => _backend.Start();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _backend.Dispose();

    [Fact]
    public async Task Soft_limit_is_raised_to_the_hard_one()
    {
        using var proxy = await ProxyProcess.StartAsync((IPEndPoint)_backend.LocalEndpoint, $"-S {Descriptors}", $"-H {Descriptors * 2}");

        var limits = await File.ReadAllLinesAsync(proxy.SystemFile("limits"), Cancel);

        var words = limits.Single(l => l.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([$"{Descriptors * 2}", $"{Descriptors * 2}"], words[3..5]);
    }

    [Fact]
    public async Task More_visitors_than_descriptors_leave_room_for_apps_and_the_control_socket()
    {
        using var proxy = await ProxyProcess.StartAsync((IPEndPoint)_backend.LocalEndpoint, Descriptors.ToString());
        using var visitors = new Visitors();
        for (var i = 0; i < Descriptors * 2; i++)
            visitors.Add(await proxy.ConnectAsync());

        // Whoever came first is still served, although all others stay.
        var asked = visitors.First.SendAsync("GET / HTTP/1.1\r\nHost: app.example.com\r\n\r\n"u8.ToArray(), Cancel);
        using var backend = await _backend.AcceptSocketAsync(Cancel);
        Assert.NotEqual(0, await backend.ReceiveAsync(new byte[4096], Cancel));
        await backend.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), Cancel);

        Assert.StartsWith("HTTP/1.1 200", await ReadAsync(visitors.First));
        Assert.StartsWith("HTTP/1.1 200", await ControlAsync(proxy));
        await proxy.SaysAsync("[4403]");
        await asked;
    }

    private static async Task<string> ControlAsync(ProxyProcess proxy)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(proxy.ControlSocket), Cancel);
        await socket.SendAsync("GET /v1/status HTTP/1.1\r\nHost: control\r\n\r\n"u8.ToArray(), Cancel);
        return await ReadAsync(socket);
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[4096];
        return Encoding.Latin1.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancel));
    }

    private sealed class Visitors : IDisposable
    {
        private readonly List<Socket> _sockets = [];

        public Socket First => _sockets[0];

        public void Add(Socket socket) => _sockets.Add(socket);

        public void Dispose() => _sockets.ForEach(s => s.Dispose());
    }
}
