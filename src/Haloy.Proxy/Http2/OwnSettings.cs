using System.Buffers.Binary;

namespace Haloy.Proxy.Http2;

/// <summary>What we say first: our settings, and a window for the connection (RFC 9113 §3.4, §6.9.2).</summary>
internal static class OwnSettings
{
    private const short EnablePush = 2;
    private const short MaxConcurrentStreams = 3;
    private const short InitialWindowSize = 4;
    private const short MaxHeaderListSize = 6;

    /// <summary>To a client.</summary>
    public static void WriteServers(FrameWriter writer, int maxStreams, int connectionWindow) =>
        Write(writer, MaxConcurrentStreams, maxStreams, connectionWindow);

    /// <summary>To a backend: it may not push.</summary>
    public static void WriteClients(FrameWriter writer, int connectionWindow) => Write(writer, EnablePush, 0, connectionWindow);

    private static void Write(FrameWriter writer, short id, int value, int connectionWindow)
    {
        Span<byte> settings = stackalloc byte[18];
        Write(settings, id, value);
        Write(settings[6..], InitialWindowSize, FrameStream.ReceiveWindow);
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
