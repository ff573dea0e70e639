using System.Buffers;
using System.Buffers.Binary;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Http2.Hpack;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Http2;

/// <summary>A client's HTTP/2 connection (RFC 9113): reads frames, hands them to their streams, and sends what the streams say.</summary>
internal sealed partial class Http2Connection : SocketConnection
{
    private const int MaxStreams = 128;

    private const int ReceiveWindow = 1024 * 1024;

    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(60);

    private readonly HpackDecoder _decoder = new();
    private readonly RequestReader _reader = new();
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly Stack<Http2Stream> _spare = [];
    private readonly List<Http2Stream> _snapshot = [];
    private HeldBytes _held = new();
    private readonly PeerSettings _peer = new();
    private readonly FrameWriter _writer;
    private bool _greeted;
    private bool _leaving;
    private bool _isOver;
    private FloodGuard _guard;
    private long _idleDeadline;

    public Http2Connection(EventLoop loop, int fd, TlsSession? tls, Front front, Client client) : base(loop, fd, tls)
    {
        (Front, Client) = (front, client);
        _writer = new FrameWriter(frames => Write(frames), () => Loop.AtRoundEnd(this));
        _idleDeadline = front.Deadline(Front.HeadTimeout, loop.Now);
        front.Enter();
    }

    public Front Front { get; }

    public Client Client { get; }

    /// <summary>Bytes the client still takes on the whole connection.</summary>
    public long SendWindow { get; private set; } = PeerSettings.DefaultWindow;

    /// <summary>Takes no new streams and ends after those it has.</summary>
    public void Retire()
    {
        Leave(ErrorCode.None);
        if (_streams.Count == 0)
            Finish();
    }

    public override void OnTick(long now)
    {
        if (IsBlocked ? Front.Forwarder.IsTooLong(BlockedSince, now) : _isOver && now >= _idleDeadline)
            Close();
        else if (!_isOver && (Front.IsStopping || (_streams.Count == 0 && !IsBlocked && now >= _idleDeadline)))
            Retire();

        _guard.OnTick();
        if (!IsClosed && _streams.Count > 0)
            TickStreams(now);
    }

    private void TickStreams(long now)
    {
        if (_block.Stream != 0 && now >= _blockDeadline)
        {
            Close();
            return;
        }

        foreach (var stream in Snapshot())
            stream.OnTick(now);
    }

    public override void OnRoundEnd() => _writer.EndRound();

    /// <summary>Sends the head of a backend's response.</summary>
    public void SendHead(int stream, ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> date, bool endsStream)
    {
        var block = ArrayPool<byte>.Shared.Rent((head.Length * 2) + 128 + (2 * head.AddedLength));
        var length = ResponseBlock.Write(head, bytes, date, block);
        SendBlock(stream, block.AsSpan(0, length), endsStream);
        ArrayPool<byte>.Shared.Return(block);
    }

    /// <summary>Sends a header block.</summary>
    public void SendBlock(int stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        if (_peer.TakeShrunkTable())
            block = (byte[])[HpackEncoder.NoTable, .. block];
        _writer.WriteBlock(stream, block, endsStream);
    }

    /// <summary>Sends a part of a body that both windows allow.</summary>
    public void SendData(int stream, ReadOnlySpan<byte> content)
    {
        SendWindow -= content.Length;
        _guard.OnSent();
        _writer.Write(new FrameHead(content.Length, FrameType.Data, 0, stream), content);
    }

    /// <summary>Ends a response.</summary>
    public void EndStream(int stream) => _writer.EndStream(stream);

    /// <summary>Ends a stream; what the client still sends on it is dropped.</summary>
    public void SendReset(int stream, ErrorCode code)
    {
        _reset.Add(stream);
        _writer.Write(FrameType.Reset, stream, (int)code);
    }

    public void SendWindowUpdate(int stream, int more) => _writer.Write(FrameType.WindowUpdate, stream, more);

    /// <summary>Body bytes are passed on, or dropped: the client may send as many more.</summary>
    public void Return(int count)
    {
        _returned += count;
        if (_returned < ReceiveWindow / 2 || IsClosed)
            return;
        SendWindowUpdate(0, _returned);
        _received -= _returned;
        _returned = 0;
    }

    /// <summary>A stream is ended because of what the client has sent, before its response was.</summary>
    /// <exception cref="Http2Exception">It happens too often.</exception>
    public void OnGivenUp() => _guard.OnGivenUp();

    /// <summary>A stream has ended.</summary>
    public void Remove(Http2Stream stream)
    {
        _streams.Remove(stream.Id);
        _spare.Push(stream);
        _guard.OnEnded();
        if (_streams.Count > 0)
            return;
        _idleDeadline = Front.Deadline(IdleLimit, Loop.Now);
        if (_leaving)
            Finish();
    }

    protected override void OnProgress()
    {
        try
        {
            while (!IsClosed && !IsBlocked && (_isOver ? Discard() : Receive()))
            {
            }
        }
        catch (Http2Exception e)
        {
            Leave(e.Code);
            AbandonStreams();
            Finish();
        }
    }

    protected override void OnDrained()
    {
        if (_isOver)
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
        _reader.Release();
        Client.Leave();
        Front.Leave();
    }

    private void AbandonStreams()
    {
        // Not the snapshot: somebody may be walking along it, which is how the end was met.
        foreach (var stream in _streams.Values.ToArray())
            stream.Abandon();
        _streams.Clear();
    }

    private List<Http2Stream> Snapshot()
    {
        _snapshot.Clear();
        _snapshot.AddRange(_streams.Values);
        return _snapshot;
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
        var taken = 0;
        if (!_greeted)
        {
            if (!ClientPreface.TryTake(data, out taken))
                return 0;
            Greet();
        }

        while (!IsClosed && !_isOver && data.Length - taken >= FrameHead.Size)
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

        return taken;
    }

    private bool Discard()
    {
        var count = Read(Loop.FrameBuffer);
        if (count <= 0 && count != NothingYet)
            Close();
        return count > 0;
    }

    private void Greet()
    {
        if (!_greeted)
            OwnSettings.Write(_writer, MaxStreams, ReceiveWindow);
        _greeted = true;
    }

    private void Take(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (!_peer.AreKnown && head.Type != FrameType.Settings)
            throw new Http2Exception(ErrorCode.Protocol, "The first frame is not SETTINGS");
        if (_block.Stream != 0 && (head.Type != FrameType.Continuation || head.Stream != _block.Stream))
            throw new Http2Exception(ErrorCode.Protocol, "A header block is interrupted");
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
            case FrameType.PushPromise:
                throw new Http2Exception(ErrorCode.Protocol, "Clients do not push");
            default:
                TakeOther(head, payload);
                break;
        }
    }

    // What changes nothing for us, and frames that we do not know (RFC 9113 §5.5).
    private void TakeOther(FrameHead head, ReadOnlySpan<byte> payload)
    {
        _guard.OnFrame();
        if (head.Type == FrameType.Priority ? head.Stream == 0 : head.Type == FrameType.GoAway && head.Stream != 0)
            throw new Http2Exception(ErrorCode.Protocol, $"A {head.Type} frame is on the wrong stream");
        if (head.Type == FrameType.Priority ? payload.Length != 5 : head.Type == FrameType.GoAway && payload.Length < 8)
            throw new Http2Exception(ErrorCode.FrameSize, $"A {head.Type} frame has the wrong size");
    }

    private void TakeReset(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 4)
            throw new Http2Exception(ErrorCode.FrameSize, "A RST_STREAM frame has the wrong size");
        if (IsIdle(head.Stream))
            throw new Http2Exception(ErrorCode.Protocol, "A RST_STREAM frame is on no stream");
        if (_streams.TryGetValue(head.Stream, out var stream))
            stream.OnReset();
        else
            _guard.OnFrame();
    }

    private void TakeSettings(FrameHead head, ReadOnlySpan<byte> payload)
    {
        var before = _peer.InitialWindow;
        if (!_peer.AreKnown)
            _idleDeadline = Front.Deadline(IdleLimit, Loop.Now);
        _guard.OnFrame();
        if (!_peer.Take(head, payload))
            return;
        if (_peer.InitialWindow != before)
        {
            foreach (var stream in Snapshot())
                Allow(stream, _peer.InitialWindow - before);
        }

        _writer.Write(new FrameHead(0, FrameType.Settings, FrameHead.Acknowledged, 0), default);
    }

    private static void Allow(Http2Stream stream, long more)
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
        _guard.OnFrame();
        if (!head.Has(FrameHead.Acknowledged))
            _writer.Write(new FrameHead(8, FrameType.Ping, FrameHead.Acknowledged, 0), payload);
    }

    private void TakeWindowUpdate(FrameHead head, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != 4)
            throw new Http2Exception(ErrorCode.FrameSize, "A WINDOW_UPDATE frame has the wrong size");
        var more = BinaryPrimitives.ReadInt32BigEndian(payload) & int.MaxValue;
        if (more == 0 || (head.Stream != 0 && IsIdle(head.Stream)))
            throw new Http2Exception(ErrorCode.Protocol, "A WINDOW_UPDATE frame makes no sense");
        _guard.OnWindowUpdate();
        if (head.Stream != 0)
        {
            if (_streams.TryGetValue(head.Stream, out var stream))
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

    private void Leave(ErrorCode code)
    {
        if (_leaving && code == ErrorCode.None)
            return;
        _leaving = true;
        Greet();
        Span<byte> payload = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, _lastStream);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], (int)code);
        _writer.Write(new FrameHead(8, FrameType.GoAway, 0, 0), payload);
    }

    // What was said last may wait for the client still; and closed at once, bytes coming in would reset the connection and take it with them.
    private void Finish()
    {
        _isOver = true;
        _idleDeadline = Front.Deadline(Front.LingerTimeout, Loop.Now);
        _writer.Flush();
        if (!IsBlocked)
            FinishSending();
    }
}
