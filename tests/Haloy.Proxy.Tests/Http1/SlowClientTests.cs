using System.Net.Sockets;
using System.Text;
using Haloy.Proxy.Tests.Support;

namespace Haloy.Proxy.Tests.Http1;

/// <summary>A client that goes on without getting anywhere is not waited for, however often it shows a sign of life.</summary>
public sealed class SlowClientTests(Http2Fixture fixture) : IClassFixture<Http2Fixture>
{
    // Each is at least a millisecond: time enough for the proxy to get its turn on a busy machine.
    private const int Patience = 5000;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: app.example.com\r\nX: ", 1, "")]
    [InlineData("", 1, "")]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.com\r\nContent-Length: 100000\r\n\r\n", 5, "HTTP/1.1 408 Request Timeout\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: app.example.com\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", 5, "HTTP/1.1 408 Request Timeout\r\n")]
    public async Task Byte_now_and_then_does_not_keep_a_connection(string begin, int seconds, string answer)
    {
        using var socket = await fixture.Proxy.ConnectAsync();
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var reading = reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(begin), TestContext.Current.CancellationToken);

        var bytes = 0;
        while (!reading.IsCompleted && bytes++ < Patience)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await TrySendAsync(socket);
            await Task.WhenAny(reading, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        Assert.InRange(bytes, 1, Patience);
        Assert.StartsWith(answer, await ReadAsync(reading), StringComparison.Ordinal);
        Assert.Empty(fixture.Defects);
    }

    private static async Task TrySendAsync(Socket socket)
    {
        try
        {
            await socket.SendAsync("a"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            // It has ended.
        }
    }

    private static async Task<string> ReadAsync(Task<string> reading)
    {
        try
        {
            return await reading;
        }
        catch (IOException)
        {
            // By a reset, since we were still sending.
            return "";
        }
    }
}
