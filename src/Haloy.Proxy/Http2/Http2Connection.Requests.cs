using Haloy.Proxy.Hosting;

namespace Haloy.Proxy.Http2;

/// <summary>The frames that requests are made of, on streams that are new, open or over.</summary>
internal sealed partial class Http2Connection
{
    private HeaderBlock _block = new();
    private ResetStreams _reset;
    private long _blockDeadline;
    private int _lastStream;
    private bool _passedOver;
    private int _received;
    private int _returned;

    private void TakeData(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (IsIdle(head.Stream))
            throw new Http2Exception(ErrorCode.Protocol, "A DATA frame is on no stream");
        var framed = payload.Length;
        _received += framed;
        if (_received > ReceiveWindow)
            throw new Http2Exception(ErrorCode.FlowControl, "The connection's window is exceeded");
        if (framed == 0 && !head.Has(FrameHead.EndStream))
            _guard.OnFrame();
        var content = head.Unpad(payload);
        if (_streams.TryGetValue(head.Stream, out var stream))
        {
            stream.OnData(content, framed, head.Has(FrameHead.EndStream));
            return;
        }

        Return(framed);
        if (_reset.Contains(head.Stream))
            return;
        // RFC 9113 §6.1.
        SendReset(head.Stream, ErrorCode.StreamClosed);
        _guard.OnFrame();
    }

    // Streams that were never opened; those with even numbers never will be.
    private bool IsIdle(int stream) => (stream & 1) == 0 || stream > _lastStream;

    private void TakeHeaders(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if ((head.Stream & 1) == 0)
            throw new Http2Exception(ErrorCode.Protocol, "A HEADERS frame is on no stream of a client");
        var block = head.Unpad(payload);
        if (head.Has(FrameHead.HasPriority))
            block = block.Length >= 5 ? block[5..] : throw new Http2Exception(ErrorCode.FrameSize, "A HEADERS frame is too short");
        _blockDeadline = Front.Deadline(Front.HeadTimeout, Loop.Now);
        if (_block.Begin(head, block))
            EndBlock(block);
    }

    private void EndBlock(ReadOnlySpan<byte> bytes)
    {
        if (_streams.TryGetValue(_block.Stream, out var open))
            TakeTrailers(open, bytes);
        else
            TakeRequest(bytes);
        _block.End();
    }

    private void TakeRequest(ReadOnlySpan<byte> bytes)
    {
        var id = _block.Stream;
        var isNew = id > _lastStream;
        if (!isNew && !_reset.Contains(id))
            throw ClosedStream();
        // Also when nothing comes of it: it changes the table.
        var stream = _spare.TryPop(out var spare) ? spare : new Http2Stream(this);
        _reader.Begin(stream.Head);
        _decoder.Decode(bytes, _reader);
        if (isNew)
            Note(id);
        if (isNew && !_leaving && _streams.Count < MaxStreams)
        {
            BeginStream(id, stream);
            return;
        }

        _spare.Push(stream);
        if (isNew)
            SendReset(id, ErrorCode.RefusedStream);
        _guard.OnFrame();
    }

    private void Note(int stream)
    {
        _passedOver |= stream > _lastStream + 2;
        _lastStream = stream;
    }

    // One that was ended by the client (RFC 9113 §5.1), or one that was never opened (§5.1.1): only where some were passed over it may be either.
    private Http2Exception ClosedStream() =>
        new(_passedOver ? ErrorCode.Protocol : ErrorCode.StreamClosed, "A HEADERS frame is on a stream that is over");

    private void BeginStream(int id, Http2Stream stream)
    {
        try
        {
            _reader.Finish(_block.EndsStream);
        }
        catch (MalformedRequestException)
        {
            _spare.Push(stream);
            SendReset(id, ErrorCode.Protocol);
            _guard.OnFrame();
            return;
        }

        _streams.Add(id, stream);
        stream.Begin(id, _reader, _block.EndsStream, _peer.InitialWindow);
    }

    // Trailers are read, since they change the table, and dropped.
    private void TakeTrailers(Http2Stream stream, ReadOnlySpan<byte> block)
    {
        var check = new TrailerCheck();
        _decoder.Decode(block, check);
        stream.OnEnd(isMalformed: check.IsMalformed || !_block.EndsStream);
    }
}
