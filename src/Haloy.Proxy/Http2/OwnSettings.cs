using System.Buffers.Binary;

namespace Haloy.Proxy.Http2;

/// <summary>What a server says first: its settings, and a window for the connection (RFC 9113 §3.4, §6.9.2).</summary>
internal static class OwnSettings
{
    private const short MaxConcurrentStreams = 3;
    private const short InitialWindowSize = 4;
    private const short MaxHeaderListSize = 6;

    public static void Write(FrameWriter writer, int maxStreams, int connectionWindow)
    {
        Span<byte> settings = stackalloc byte[18];
        Write(settings, MaxConcurrentStreams, maxStreams);
        Write(settings[6..], InitialWindowSize, Http2Stream.ReceiveWindow);
        Write(settings[12..], MaxHeaderListSize, HeaderBlock.MaxLength);
        writer.Write(new FrameHead(settings.Length, FrameType.Settings, 0, 0), settings);
        writer.Write(FrameType.WindowUpdate, 0, connectionWindow - PeerSettings.DefaultWindow);
    }

    private static void Write(Span<byte> destination, short id, int value)
    {
        BinaryPrimitives.WriteInt16BigEndian(destination, id);
        BinaryPrimitives.WriteInt32BigEndian(destination[2..], value);
    }
}
