using Haloy.Proxy.Tests.Support;
using static Haloy.Proxy.Tests.Support.Frames;

namespace Haloy.Proxy.Tests.Http2.Backends;

/// <summary>Requests for which no connection to a backend that speaks HTTP/2 has room.</summary>
public sealed class WaitingInLineTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: app.example.com\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task Request_goes_on_when_the_backend_allows_more_streams_later()
    {
        await using var backend = H2cPeer.Backend(
            async peer =>
            {
                // What follows comes after the first settings were understood.
                while (await peer.ReadAsync() is not { Type: Settings, Flags: Ack })
                {
                }

                await peer.SendAsync(MaxStreams(10));
                while (await peer.ReadRequestAsync() is { } stream)
                    await peer.SendAsync(H2cPeer.Head(stream, ends: true));
            },
            MaxStreams(0));
        await using var setup = await H2cSetup.StartAsync(backend.EndPoint);

        Assert.StartsWith("HTTP/1.1 200 ", await setup.Proxy.SendRawAsync(Get), StringComparison.Ordinal);
    }

    // SETTINGS_MAX_CONCURRENT_STREAMS (RFC 9113 §6.5.2).
    private static byte[] MaxStreams(byte count) => Frame(Settings, 0, 0, 0, 3, 0, 0, 0, count);
}
