using System.Buffers.Binary;
using Haloy.Proxy.Http2.Hpack;

namespace Haloy.Proxy.Http2;

/// <summary>The peer's settings that change what we do (RFC 9113 §6.5.2). The others are about what we never do: push, and frames above the default size.</summary>
/// <param name="isServer">Whether the peer is a server: those never say that one may push to them.</param>
internal sealed class PeerSettings(bool isServer = false)
{
    /// <summary>Window of a stream and of the connection at the beginning.</summary>
    public const int DefaultWindow = 65535;

    private const int EntrySize = 6;

    private bool _tableShrank;

    /// <summary>Whether the first SETTINGS frame has come.</summary>
    public bool AreKnown { get; private set; }

    /// <summary>Bytes that may be sent on a new stream.</summary>
    public long InitialWindow { get; private set; } = DefaultWindow;

    /// <summary>Streams it takes at a time.</summary>
    public int MaxStreams { get; private set; } = int.MaxValue;

    /// <summary>Takes a SETTINGS frame.</summary>
    /// <returns>Whether it has to be acknowledged.</returns>
    /// <exception cref="Http2Exception">It is malformed, or a value is out of range.</exception>
    public bool Take(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (head.Stream != 0)
            throw new Http2Exception(ErrorCode.Protocol, "A SETTINGS frame is on a stream");
        if (payload.Length % EntrySize != 0 || (head.Has(FrameHead.Acknowledged) && payload.Length > 0))
            throw new Http2Exception(ErrorCode.FrameSize, "A SETTINGS frame has the wrong size");
        AreKnown = true;
        for (; !payload.IsEmpty; payload = payload[EntrySize..])
            Apply(BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
        return !head.Has(FrameHead.Acknowledged);
    }

    /// <summary>
    /// Whether the next header block has to begin by saying that its table is smaller: once, for it is none from then on (RFC 7541 §4.2).
    /// </summary>
    public bool TakeShrunkTable()
    {
        var shrank = _tableShrank;
        _tableShrank = false;
        return shrank;
    }

    private void Apply(int setting, uint value)
    {
        switch (setting)
        {
            case 0x2 when value > (isServer ? 0 : 1):
                throw new Http2Exception(ErrorCode.Protocol, "ENABLE_PUSH is out of range");
            case 0x4 when value > int.MaxValue:
                throw new Http2Exception(ErrorCode.FlowControl, "INITIAL_WINDOW_SIZE is out of range");
            case 0x5 when value is < FrameHead.MaxPayload or > 0xffffff:
                throw new Http2Exception(ErrorCode.Protocol, "MAX_FRAME_SIZE is out of range");
            case 0x1:
                _tableShrank |= value < HpackDecoder.TableSize;
                break;
            case 0x3:
                MaxStreams = (int)Math.Min(value, int.MaxValue);
                break;
            case 0x4:
                InitialWindow = value;
                break;
        }
    }
}
