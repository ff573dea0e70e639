using System.Buffers.Binary;

namespace Haloy.Proxy.Http2;

/// <summary>Types of frames (RFC 9113 §6).</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    Reset = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>The nine bytes before a frame's payload (RFC 9113 §4.1).</summary>
internal readonly record struct FrameHead(int Length, FrameType Type, byte Flags, int Stream)
{
    public const int Size = 9;

    /// <summary>Largest payload we take and send: the default of the protocol.</summary>
    public const int MaxPayload = 16 * 1024;

    public const byte EndStream = 0x1;
    public const byte Acknowledged = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte HasPriority = 0x20;

    public bool Has(byte flag) => (Flags & flag) != 0;

    /// <summary>A payload without its padding (RFC 9113 §6.1, §6.2).</summary>
    /// <exception cref="Http2Exception">There is more padding than payload.</exception>
    public ReadOnlySpan<byte> Unpad(ReadOnlySpan<byte> payload)
    {
        if (!Has(Padded))
            return payload;
        return payload.Length > 0 && payload[0] < payload.Length
            ? payload[1..^payload[0]]
            : throw new Http2Exception(ErrorCode.Protocol, "A frame is padded with more than it has");
    }

    public static FrameHead Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
        (FrameType)bytes[3],
        bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue);

    /// <summary>Adds a flag to a head that is written.</summary>
    public static void AddFlag(Span<byte> bytes, byte flag) => bytes[4] |= flag;

    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)(Length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)Length);
        (bytes[3], bytes[4]) = ((byte)Type, Flags);
        BinaryPrimitives.WriteInt32BigEndian(bytes[5..], Stream);
    }
}
