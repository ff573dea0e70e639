using System.Buffers.Binary;
using System.Text;

namespace Haloy.Proxy.Tests.Support;

/// <summary>Writes HTTP/2 frames, also such as no client library would.</summary>
internal static class Frames
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Priority = 2;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte Push = 5;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte Window = 8;
    public const byte Continuation = 9;

    public const byte End = 0x1;
    public const byte Ack = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte WithPriority = 0x20;
    public const byte Whole = End | EndHeaders;

    /// <summary>The preface and an empty SETTINGS frame.</summary>
    public static byte[] Hello => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0)];

    public static byte[] Frame(byte type, byte flags, int stream, params ReadOnlySpan<byte> payload)
    {
        byte[] frame = [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, 0, .. payload];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        return frame;
    }

    public static byte[] Number(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static byte[] Setting(ushort id, uint value) => Frame(Settings, 0, 0, [(byte)(id >> 8), (byte)id, .. Number(value)]);

    /// <summary>A header block with these fields as literals that are not indexed (RFC 7541 §6.2.2).</summary>
    public static byte[] Block(params IEnumerable<(string Name, string Value)> fields) => [.. fields.SelectMany(f => (byte[])[0, .. Text(f.Name), .. Text(f.Value)])];

    /// <summary>The block of an ordinary request and more fields.</summary>
    public static byte[] Request(string method, string path, params IEnumerable<(string Name, string Value)> more) =>
        Block([(":method", method), (":scheme", "https"), (":path", path), (":authority", "app.example.com"), .. more]);

    /// <summary>An integer with a prefix of seven bits (RFC 7541 §5.1).</summary>
    public static byte[] Integer(int value, byte pattern = 0)
    {
        if (value < 127)
            return [(byte)(pattern | value)];
        List<byte> bytes = [(byte)(pattern | 127)];
        for (value -= 127; value >= 128; value >>= 7)
            bytes.Add((byte)(value | 128));
        return [.. bytes, (byte)value];
    }

    private static byte[] Text(string text) => [.. Integer(text.Length), .. Encoding.Latin1.GetBytes(text)];
}
