using System.Buffers;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Http2;

/// <summary>A client's HTTP/2 connection (RFC 9113).</summary>
internal sealed class Http2Connection : FrameConnection
{
    private const int MaxStreams = 128;

    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(60);

    private readonly RequestReader _reader = new();
    private readonly TrailerReader _trailers = new();
    private readonly Stack<Http2Stream> _spare = [];
    private bool _greeted;
    private bool _leaving;
    private int _lastStream;
    private bool _passedOver;
    private long _idleDeadline;
    private long _blockDeadline;

    public Http2Connection(EventLoop loop, int fd, TlsSession? tls, Front front, Client client) : base(loop, fd, tls, new PeerSettings())
    {
        (Front, Client) = (front, client);
        _idleDeadline = front.Deadline(Front.HeadTimeout, loop.Now);
        front.Enter();
    }

    public Front Front { get; }

    public Client Client { get; }

    /// <summary>Takes no new streams and ends after those it has.</summary>
    public void Retire()
    {
        Leave(ErrorCode.None);
        if (Streams.Count == 0)
            Finish();
    }

    public override void OnTick(long now)
    {
        if (IsBlocked ? Front.Forwarder.IsTooLong(BlockedSince, now) : IsOver && now >= _idleDeadline)
            Close();
        else if (!IsOver && (Front.IsStopping || (Streams.Count == 0 && !IsBlocked && now >= _idleDeadline)))
            Retire();

        Guard.OnTick();
        if (!IsClosed && Streams.Count > 0)
            TickStreams(now);
    }

    /// <summary>Sends the head of a backend's response.</summary>
    public void SendHead(int stream, ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> date, bool endsStream)
    {
        var block = ArrayPool<byte>.Shared.Rent((head.Length * 2) + 128 + (2 * head.AddedLength));
        var length = ResponseBlock.Write(head, bytes, date, block);
        SendBlock(stream, block.AsSpan(0, length), endsStream);
        ArrayPool<byte>.Shared.Return(block);
    }

    /// <summary>A stream is ended because of what the client has sent, before its response was.</summary>
    /// <exception cref="Http2Exception">It happens too often.</exception>
    public void OnGivenUp() => Guard.OnGivenUp();

    /// <summary>A stream has ended.</summary>
    public void Remove(Http2Stream stream)
    {
        Streams.Remove(stream.Id);
        _spare.Push(stream);
        Guard.OnEnded();
        if (Streams.Count > 0)
            return;
        _idleDeadline = Front.Deadline(IdleLimit, Loop.Now);
        if (_leaving)
            Finish();
    }

    protected override void OnClosed()
    {
        base.OnClosed();
        _reader.Release();
        Client.Leave();
        Front.Leave();
    }

    protected override int TakePreface(ReadOnlySpan<byte> data)
    {
        if (_greeted)
            return 0;
        if (!ClientPreface.TryTake(data, out var taken))
            return -1;
        Greet();
        return taken;
    }

    // Those with even numbers never will be opened.
    protected override bool IsIdle(int stream) => (stream & 1) == 0 || stream > _lastStream;

    protected override bool MayHaveBlock(int stream) => (stream & 1) != 0;

    protected override void OnBlockBegun() => _blockDeadline = Front.Deadline(Front.HeadTimeout, Loop.Now);

    protected override void OnBlock(int stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        if (Streams.TryGetValue(stream, out var open))
            TakeTrailers((Http2Stream)open, block, endsStream);
        else
            TakeRequest(stream, block, endsStream);
    }

    protected override void OnSettings() => _idleDeadline = Front.Deadline(IdleLimit, Loop.Now);

    protected override void OnBroken(Http2Exception problem)
    {
        Leave(problem.Code);
        AbandonStreams();
        Finish();
    }

    protected override void Finish()
    {
        _idleDeadline = Front.Deadline(Front.LingerTimeout, Loop.Now);
        base.Finish();
    }

    private void TickStreams(long now)
    {
        if (IsInBlock && now >= _blockDeadline)
        {
            Close();
            return;
        }

        foreach (var stream in Snapshot())
            stream.OnTick(now);
    }

    private void Greet()
    {
        if (!_greeted)
            OwnSettings.WriteServers(Writer, MaxStreams, ReceiveWindow);
        _greeted = true;
    }

    private void TakeRequest(int id, ReadOnlySpan<byte> block, bool endsStream)
    {
        var isNew = id > _lastStream;
        if (!isNew && !WasReset(id))
            throw ClosedStream();
        // Also when nothing comes of it: it changes the table.
        var stream = _spare.TryPop(out var spare) ? spare : new Http2Stream(this);
        _reader.Begin(stream.Head);
        Decoder.Decode(block, _reader);
        if (isNew)
            Note(id);
        if (isNew && !_leaving && Streams.Count < MaxStreams)
        {
            BeginStream(id, stream, endsStream);
            return;
        }

        _spare.Push(stream);
        if (isNew)
            SendReset(id, ErrorCode.RefusedStream);
        Guard.OnFrame();
    }

    private void Note(int stream)
    {
        _passedOver |= stream > _lastStream + 2;
        _lastStream = stream;
    }

    // One that was ended by the client (RFC 9113 §5.1), or one that was never opened (§5.1.1): only where some were passed over it may be either.
    private Http2Exception ClosedStream() =>
        new(_passedOver ? ErrorCode.Protocol : ErrorCode.StreamClosed, "A HEADERS frame is on a stream that is over");

    private void BeginStream(int id, Http2Stream stream, bool endsStream)
    {
        try
        {
            _reader.Finish(endsStream);
        }
        catch (MalformedRequestException)
        {
            stream.CountMalformed();
            _spare.Push(stream);
            SendReset(id, ErrorCode.Protocol);
            Guard.OnFrame();
            return;
        }

        Streams.Add(id, stream);
        stream.Begin(id, _reader, endsStream, Peer.InitialWindow);
    }

    private void TakeTrailers(Http2Stream stream, ReadOnlySpan<byte> block, bool endsStream)
    {
        _trailers.Read(Decoder, block);
        stream.OnEnd(_trailers, endsStream);
    }

    private void Leave(ErrorCode code)
    {
        if (_leaving && code == ErrorCode.None)
            return;
        _leaving = true;
        Greet();
        SendGoAway(_lastStream, code);
    }
}
