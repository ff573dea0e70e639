using System.Buffers.Binary;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http2.Hpack;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Http2;

/// <summary>
/// What both ends of an HTTP/2 connection have in common (RFC 9113): reads frames, checks them, hands them to their streams, and sends at the
/// end of a round what the streams have said.
/// </summary>
internal abstract partial class FrameConnection : SocketConnection
{
    /// <summary>Bytes of all bodies together that the peer may send ahead.</summary>
    protected const int ReceiveWindow = 1024 * 1024;

    private readonly List<FrameStream> _snapshot = [];
    private HeldBytes _held = new();
    private HeaderBlock _block = new();
    private ResetStreams _reset;
    private int _received;
    private int _returned;

    protected FrameConnection(EventLoop loop, int fd, TlsSession? tls, PeerSettings peer) : base(loop, fd, tls)
    {
        Peer = peer;
        Writer = new FrameWriter(frames => Write(frames), () => Loop.AtRoundEnd(this));
    }

    /// <summary>Bytes the peer still takes on the whole connection.</summary>
    public long SendWindow { get; private set; } = PeerSettings.DefaultWindow;

    protected PeerSettings Peer { get; }

    protected FrameWriter Writer { get; }

    protected HpackDecoder Decoder { get; } = new();

    protected FloodGuard Guard;

    /// <summary>Those that are open, by number.</summary>
    protected Dictionary<int, FrameStream> Streams { get; } = [];

    /// <summary>Whether a header block has begun and not ended.</summary>
    protected bool IsInBlock => _block.Stream != 0;

    /// <summary>Whether nothing is listened to any more, and what comes is thrown away.</summary>
    protected bool IsOver { get; private set; }

    /// <summary>Whether to read on while the peer takes nothing. Two that both wait for the other to read would wait for ever.</summary>
    protected virtual bool ReadsWhileBlocked => false;

    public override void OnRoundEnd() => Writer.EndRound();

    /// <summary>Sends a header block.</summary>
    public void SendBlock(int stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        if (Peer.TakeShrunkTable())
            block = (byte[])[HpackEncoder.NoTable, .. block];
        Writer.WriteBlock(stream, block, endsStream);
    }

    /// <summary>Sends a part of a body that both windows allow.</summary>
    public void SendData(int stream, ReadOnlySpan<byte> content)
    {
        SendWindow -= content.Length;
        Guard.OnSent();
        Writer.Write(new FrameHead(content.Length, FrameType.Data, 0, stream), content);
    }

    /// <summary>Ends our side of a stream.</summary>
    public void EndStream(int stream) => Writer.EndStream(stream);

    /// <summary>Ends a stream; what the peer still sends on it is dropped.</summary>
    public void SendReset(int stream, ErrorCode code)
    {
        _reset.Add(stream);
        Writer.Write(FrameType.Reset, stream, (int)code);
    }

    public void SendWindowUpdate(int stream, int more) => Writer.Write(FrameType.WindowUpdate, stream, more);

    /// <summary>Body bytes are passed on, or dropped: the peer may send as many more.</summary>
    public void Return(int count)
    {
        _returned += count;
        if (_returned < ReceiveWindow / 2 || IsClosed)
            return;
        SendWindowUpdate(0, _returned);
        _received -= _returned;
        _returned = 0;
    }

    protected override void OnProgress()
    {
        try
        {
            while (!IsClosed && (ReadsWhileBlocked || !IsBlocked) && (IsOver ? Discard() : Receive()))
            {
            }
        }
        catch (Http2Exception e)
        {
            OnBroken(e);
        }
    }

    protected override void OnDrained()
    {
        if (IsOver)
            FinishSending();
        foreach (var stream in Snapshot())
            stream.OnRoom();
        OnProgress();
    }

    protected override void OnClosed()
    {
        AbandonStreams();
        _held.Release();
        _block.End();
    }

    /// <summary>Begins the connection when it has not begun; returns the bytes used for that, or -1 when they have not all come.</summary>
    protected virtual int TakePreface(ReadOnlySpan<byte> data) => 0;

    /// <summary>Whether we have ended a stream: then its peer may not know yet.</summary>
    protected bool WasReset(int stream) => _reset.Contains(stream);

    /// <summary>Whether a stream was never opened.</summary>
    protected abstract bool IsIdle(int stream);

    /// <summary>Whether this is a stream on which the peer may send a header block.</summary>
    protected abstract bool MayHaveBlock(int stream);

    /// <summary>A header block has begun.</summary>
    protected virtual void OnBlockBegun()
    {
    }

    /// <summary>A header block is complete.</summary>
    protected abstract void OnBlock(int stream, ReadOnlySpan<byte> block, bool endsStream);

    /// <summary>A frame for one stream, or the connection, is about to be handled.</summary>
    protected virtual void OnTurn(int stream)
    {
    }

    /// <summary>The peer's first settings have come.</summary>
    protected abstract void OnSettings();

    /// <summary>What was asked by PING is answered.</summary>
    protected virtual void OnPong()
    {
    }

    /// <summary>The peer takes no more streams.</summary>
    /// <param name="lastStream">The last it has dealt with, or will.</param>
    protected virtual void OnGoAway(int lastStream)
    {
    }

    /// <summary>The peer broke the protocol.</summary>
    protected abstract void OnBroken(Http2Exception problem);

    protected void AbandonStreams()
    {
        // Not the snapshot: somebody may be walking along it, which is how the end was met.
        foreach (var stream in Streams.Values.ToArray())
            stream.Abandon();
        Streams.Clear();
    }

    protected List<FrameStream> Snapshot()
    {
        _snapshot.Clear();
        _snapshot.AddRange(Streams.Values);
        return _snapshot;
    }

    protected void SendGoAway(int lastStream, ErrorCode code)
    {
        Span<byte> payload = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, lastStream);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], (int)code);
        Writer.Write(new FrameHead(8, FrameType.GoAway, 0, 0), payload);
    }

    // What was said last may wait for the peer still; and closed at once, bytes coming in would reset the connection and take it with them.
    protected virtual void Finish()
    {
        IsOver = true;
        Writer.Flush();
        if (!IsBlocked)
            FinishSending();
    }

    private bool Receive()
    {
        var destination = _held.IsEmpty ? Loop.FrameBuffer : _held.Room();
        var count = Read(destination);
        if (count <= 0)
        {
            if (count != NothingYet)
                Close();
            return false;
        }

        if (_held.IsEmpty)
        {
            ReadOnlySpan<byte> data = Loop.FrameBuffer[..count];
            data = data[TakeFrames(data)..];
            if (!IsClosed && !data.IsEmpty)
                _held.Set(data);
        }
        else
        {
            _held.Add(count);
            var taken = TakeFrames(_held.Unread);
            if (IsClosed)
                return false;
            _held.Consume(taken);
            _held.Trim();
        }

        return !IsClosed;
    }

    // Bytes used: whole frames.
    private int TakeFrames(ReadOnlySpan<byte> data)
    {
        var taken = TakePreface(data);
        if (taken < 0)
            return 0;
        while (!IsClosed && !IsOver && data.Length - taken >= FrameHead.Size)
        {
            var head = FrameHead.Read(data[taken..]);
            if (head.Length > FrameHead.MaxPayload)
                throw new Http2Exception(ErrorCode.FrameSize, "A frame is too large");
            if (data.Length - taken < FrameHead.Size + head.Length)
                break;
            var payload = data.Slice(taken + FrameHead.Size, head.Length);
            taken += FrameHead.Size + head.Length;
            Take(head, payload);
        }

        OnTurn(0);
        return taken;
    }

    private bool Discard()
    {
        var count = Read(Loop.FrameBuffer);
        if (count <= 0 && count != NothingYet)
            Close();
        return count > 0;
    }
}
