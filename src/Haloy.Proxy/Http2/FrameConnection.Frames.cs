using System.Buffers.Binary;

namespace Haloy.Proxy.Http2;

/// <summary>What each frame means, and what it may not say (RFC 9113 §6).</summary>
internal abstract partial class FrameConnection
{
    private void Take(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (!Peer.AreKnown && (head.Type != FrameType.Settings || head.Has(FrameHead.Acknowledged)))
            throw new Http2Exception(ErrorCode.Protocol, "The first frame is not SETTINGS");
        if (_block.Stream != 0 && (head.Type != FrameType.Continuation || head.Stream != _block.Stream))
            throw new Http2Exception(ErrorCode.Protocol, "A header block is interrupted");
        OnTurn(head.Stream);
        switch (head.Type)
        {
            case FrameType.Data:
                TakeData(head, payload);
                break;
            case FrameType.Headers:
                TakeHeaders(head, payload);
                break;
            case FrameType.Continuation:
                if (_block.Continue(head, payload))
                    EndBlock(_block.Whole);
                break;
            case FrameType.Reset:
                TakeReset(head, payload);
                break;
            case FrameType.Settings:
                TakeSettings(head, payload);
                break;
            case FrameType.Ping:
                TakePing(head, payload);
                break;
            case FrameType.WindowUpdate:
                TakeWindowUpdate(head, payload);
                break;
            case FrameType.GoAway:
                TakeGoAway(head, payload);
                break;
            case FrameType.PushPromise:
                throw new Http2Exception(ErrorCode.Protocol, "Nobody may push here");
            default:
                TakeOther(head, payload);
                break;
        }
    }

    // What changes nothing for us, and frames that we do not know (RFC 9113 §5.5).
    private void TakeOther(FrameHead head, ReadOnlySpan<byte> payload)
    {
        Guard.OnFrame();
        if (head.Type != FrameType.Priority)
            return;
        if (head.Stream == 0)
            throw new Http2Exception(ErrorCode.Protocol, "A PRIORITY frame is on the wrong stream");
        if (payload.Length != 5)
            throw new Http2Exception(ErrorCode.FrameSize, "A PRIORITY frame has the wrong size");
    }

    private void TakeGoAway(FrameHead head, ReadOnlySpan<byte> payload)
    {
        Guard.OnFrame();
        if (head.Stream != 0)
            throw new Http2Exception(ErrorCode.Protocol, "A GOAWAY frame is on a stream");
        if (payload.Length < 8)
            throw new Http2Exception(ErrorCode.FrameSize, "A GOAWAY frame has the wrong size");
        OnGoAway(BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue);
    }

    private void TakeData(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (IsIdle(head.Stream))
            throw new Http2Exception(ErrorCode.Protocol, "A DATA frame is on no stream");
        var framed = payload.Length;
        _received += framed;
        if (_received > ReceiveWindow)
            throw new Http2Exception(ErrorCode.FlowControl, "The connection's window is exceeded");
        var content = head.Unpad(payload);
        if (content.IsEmpty && !head.Has(FrameHead.EndStream))
            Guard.OnFrame();
        if (Streams.TryGetValue(head.Stream, out var stream))
        {
            stream.OnData(content, framed, head.Has(FrameHead.EndStream));
            return;
        }

        Return(framed);
        if (WasReset(head.Stream))
            return;
        // RFC 9113 §6.1.
        SendReset(head.Stream, ErrorCode.StreamClosed);
        Guard.OnFrame();
    }

    private void TakeHeaders(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (!MayHaveBlock(head.Stream))
            throw new Http2Exception(ErrorCode.Protocol, "A HEADERS frame is on no stream");
        var block = head.Unpad(payload);
        if (head.Has(FrameHead.HasPriority))
            block = block.Length >= 5 ? block[5..] : throw new Http2Exception(ErrorCode.FrameSize, "A HEADERS frame is too short");
        OnBlockBegun();
        if (_block.Begin(head, block))
            EndBlock(block);
    }

    private void EndBlock(ReadOnlySpan<byte> bytes)
    {
        OnBlock(_block.Stream, bytes, _block.EndsStream);
        _block.End();
    }

    private void TakeReset(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 4)
            throw new Http2Exception(ErrorCode.FrameSize, "A RST_STREAM frame has the wrong size");
        if (IsIdle(head.Stream))
            throw new Http2Exception(ErrorCode.Protocol, "A RST_STREAM frame is on no stream");
        if (Streams.TryGetValue(head.Stream, out var stream))
            stream.OnReset((ErrorCode)BinaryPrimitives.ReadInt32BigEndian(payload));
        else
            Guard.OnFrame();
    }

    private void TakeSettings(FrameHead head, ReadOnlySpan<byte> payload)
    {
        var (before, isFirst) = (Peer.InitialWindow, !Peer.AreKnown);
        Guard.OnFrame();
        if (!Peer.Take(head, payload))
            return;
        if (Peer.InitialWindow != before)
        {
            foreach (var stream in Snapshot())
                Allow(stream, Peer.InitialWindow - before);
        }

        Writer.Write(new FrameHead(0, FrameType.Settings, FrameHead.Acknowledged, 0), default);
        if (isFirst)
            OnSettings();
    }

    private static void Allow(FrameStream stream, long more)
    {
        if (!stream.OnWindow(more))
            throw new Http2Exception(ErrorCode.FlowControl, "A stream's window is out of range");
    }

    private void TakePing(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (head.Stream != 0)
            throw new Http2Exception(ErrorCode.Protocol, "A PING frame is on a stream");
        if (payload.Length != 8)
            throw new Http2Exception(ErrorCode.FrameSize, "A PING frame has the wrong size");
        Guard.OnFrame();
        if (head.Has(FrameHead.Acknowledged))
            OnPong();
        else
            Writer.Write(new FrameHead(8, FrameType.Ping, FrameHead.Acknowledged, 0), payload);
    }

    private void TakeWindowUpdate(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 4)
            throw new Http2Exception(ErrorCode.FrameSize, "A WINDOW_UPDATE frame has the wrong size");
        var more = BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue;
        if (more == 0 || (head.Stream != 0 && IsIdle(head.Stream)))
            throw new Http2Exception(ErrorCode.Protocol, "A WINDOW_UPDATE frame makes no sense");
        Guard.OnWindowUpdate();
        if (head.Stream != 0)
        {
            if (Streams.TryGetValue(head.Stream, out var stream))
                Allow(stream, more);
            return;
        }

        SendWindow += more;
        if (SendWindow > int.MaxValue)
            throw new Http2Exception(ErrorCode.FlowControl, "The connection's window is out of range");
        foreach (var stream in Snapshot())
        {
            if (SendWindow > 0 && stream.IsWaitingForWindow)
                stream.OnRoom();
        }
    }
}
