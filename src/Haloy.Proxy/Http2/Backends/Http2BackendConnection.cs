using System.Buffers;
using System.Runtime.InteropServices;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Http2.Backends;

/// <summary>
/// A connection to a backend that speaks HTTP/2 without TLS and without asking first (RFC 9113 §3.3), shared by many requests. It is used
/// once the backend's settings have come: what does not speak HTTP/2 is never sent a request.
/// </summary>
internal sealed class Http2BackendConnection : FrameConnection
{
    // Streams are numbered with 31 bits.
    private const int LastStream = int.MaxValue - 2;
    private const int MaxStreams = 256;
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PongLimit = TimeSpan.FromSeconds(10);

    private readonly Http2Pool _pool;
    private readonly ResponseReader _reader = new();
    private readonly TrailerReader _trailers = new();
    private State _state = State.Dialling;
    private int _nextStream = 1;
    private Exchange? _unflushed;
    private int _turn;
    private long _idleSince;
    private long _askedAt;
    private bool _hasHeard;

    public Http2BackendConnection(EventLoop loop, int fd, Http2Pool pool) : base(loop, fd, tls: null, new PeerSettings(isServer: true))
    {
        _pool = pool;
        _idleSince = loop.Now;
    }

    private enum State
    {
        Dialling,
        Greeting,
        Ready,
        Leaving,
    }

    /// <summary>Whether it may become one that can be used.</summary>
    public bool IsComing => _state is State.Dialling or State.Greeting;

    /// <summary>Whether it may serve those who wait, now or when it has room.</summary>
    public bool CanServe => _state != State.Leaving && (IsComing || StreamLimit > 0);

    /// <summary>Whether it takes another request.</summary>
    public bool HasRoom => _state == State.Ready && _askedAt == 0 && Streams.Count < StreamLimit && _nextStream <= LastStream;

    /// <summary>Requests that it takes at a time.</summary>
    public int StreamLimit => Math.Min(Peer.MaxStreams, MaxStreams);

    /// <summary>Whether the backend has answered anything on it: then its end says nothing about whether the backend is there.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Bytes that a new stream may send.</summary>
    public long InitialWindow => Peer.InitialWindow;

    protected override bool ReadsWhileBlocked => true;

    /// <summary>Whether the backend takes nothing, for too long.</summary>
    public bool IsStalled(Forwarder forwarder, long now) => IsBlocked && forwarder.IsTooLong(BlockedSince, now);

    /// <summary>The number for a request that is about to begin.</summary>
    public int NextStream()
    {
        var number = _nextStream;
        _nextStream += 2;
        return number;
    }

    /// <summary>Sends the head of a request.</summary>
    public void Begin(Http2BackendStream stream, in SentHead head, int strip, bool endsStream)
    {
        Streams.Add(stream.Id, stream);
        var block = ArrayPool<byte>.Shared.Rent(RequestBlock.MaxLength(head));
        var length = RequestBlock.Write(head, strip, block);
        SendBlock(stream.Id, block.AsSpan(0, length), endsStream);
        ArrayPool<byte>.Shared.Return(block);
    }

    /// <summary>A stream has ended.</summary>
    public void Remove(Http2BackendStream stream)
    {
        Streams.Remove(stream.Id);
        _idleSince = Loop.Now;
        // At the end of the round: here somebody is in the middle of something.
        if (_pool.HasWaiting || _state == State.Leaving)
            Loop.AtRoundEnd(this);
    }

    /// <summary>The backend keeps somebody waiting: asks whether it is there at all, unless that was asked already and not a word has come since.</summary>
    public void Doubt()
    {
        if (_askedAt != 0 || !_hasHeard || _state != State.Ready)
            return;
        (_askedAt, _hasHeard) = (Loop.Now, false);
        Writer.Write(new FrameHead(8, FrameType.Ping, 0, 0), "are you?"u8);
    }

    public override void OnRoundEnd()
    {
        _pool.Serve();
        if (_state == State.Leaving && Streams.Count == 0 && !IsClosed)
            Leave(ErrorCode.None);
        base.OnRoundEnd();
    }

    public override void OnTick(long now)
    {
        Guard.OnTick();
        foreach (var stream in Snapshot())
            stream.OnTick(now);
        _pool.OnTick(this, now);
        if (IsClosed)
            return;
        if (_askedAt != 0 && _pool.IsLongerThan(PongLimit, _askedAt, now))
            Close();
        else if (Streams.Count == 0 && !_pool.HasWaiting && (IsComing || _pool.IsRetired || _pool.IsLongerThan(IdleLimit, _idleSince, now)))
            Leave(ErrorCode.None);
    }

    protected override void OnProgress()
    {
        if (_state != State.Dialling)
        {
            base.OnProgress();
            return;
        }

        if (Tcp.ErrorOf(Descriptor) is var error and not 0)
        {
            _pool.OnDialFailed(this, Marshal.GetPInvokeErrorMessage(error));
            Close();
            return;
        }

        _state = State.Greeting;
        Write(ClientPreface.Bytes);
        OwnSettings.WriteClients(Writer, ReceiveWindow);
        base.OnProgress();
    }

    protected override void OnClosed()
    {
        OnTurn(0);
        if (_state == State.Greeting)
            _pool.OnDialFailed(this, "it does not speak HTTP/2");
        _state = State.Leaving;
        _pool.Remove(this);
        base.OnClosed();
        _reader.Release();
        if (_pool.HasWaiting)
            Loop.AtRoundEnd(this);
    }

    // We use the odd ones, and nothing may be pushed.
    protected override bool IsIdle(int stream) => (stream & 1) == 0 || stream >= _nextStream;

    protected override bool MayHaveBlock(int stream) => !IsIdle(stream) && (Streams.ContainsKey(stream) || WasReset(stream));

    protected override void OnTurn(int stream)
    {
        _hasHeard = true;
        if (stream == _turn)
            return;
        // What was gathered for one client goes before anything is for another.
        _unflushed?.Flush();
        _turn = stream;
        _unflushed = Streams.TryGetValue(stream, out var open) ? ((Http2BackendStream)open).User : null;
    }

    protected override void OnBlock(int stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        var open = Streams.TryGetValue(stream, out var known) ? (Http2BackendStream)known : null;
        if (open is { HasHead: true })
        {
            _trailers.Read(Decoder, block);
            open.OnTrailers(_trailers, endsStream);
            return;
        }

        // Also when nobody wants it any more: it changes the table.
        _reader.Begin();
        Decoder.Decode(block, _reader);
        if (open is null)
            Guard.OnFrame();
        else if (_reader.Finish(endsStream) is { } problem)
            open.Refuse(problem);
        else
            TakeHead(open, endsStream);
    }

    protected override void OnSettings()
    {
        if (_state == State.Greeting)
            _state = State.Ready;
        if (_state == State.Ready)
            _pool.OnReady(this);
        // There may be room for more now.
        Loop.AtRoundEnd(this);
    }

    protected override void OnPong()
    {
        _askedAt = 0;
        if (_pool.HasWaiting)
            Loop.AtRoundEnd(this);
    }

    protected override void OnGoAway(int lastStream)
    {
        _state = State.Leaving;
        foreach (var stream in Streams.Values.Where(s => s.Id > lastStream).ToArray())
            ((Http2BackendStream)stream).OnRefused();
        Loop.AtRoundEnd(this);
    }

    protected override void OnBroken(Http2Exception problem)
    {
        OnTurn(0);
        foreach (var stream in Streams.Values.ToArray())
            ((Http2BackendStream)stream).Refuse(problem.Message);
        Leave(problem.Code);
    }

    private void TakeHead(Http2BackendStream stream, bool endsStream)
    {
        HasAnswered |= _reader.Head.Status >= 200;
        stream.OnHead(_reader.Head, _reader.Bytes, endsStream);
    }

    private void Leave(ErrorCode code)
    {
        if (IsClosed)
            return;
        if (_state != State.Dialling)
            SendGoAway(0, code);
        Writer.EndRound();
        Close();
    }
}
