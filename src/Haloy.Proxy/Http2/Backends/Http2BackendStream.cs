using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Http2.Backends;

/// <summary>One request to a backend by HTTP/2, and its response. At first it may have to wait for a connection.</summary>
internal sealed class Http2BackendStream(Http2Pool pool, Exchange user) : FrameStream, IBackendStream
{
    private Http2BackendConnection? _connection;
    private Exchange? _user = user;
    private HeldBytes _held = new();
    private byte[]? _trailerBlock;
    private bool _requestEnded;
    private bool _endsLater;
    private bool _hasHead;
    private long _expected;
    private long _received;
    private Trailers? _trailers;
    private ErrorCode _cancelCode = ErrorCode.Cancel;

    public bool WasUsed { get; private set; }

    public bool IsBlocked => IsWaitingForWindow || _connection is not { IsBlocked: false };

    /// <summary>Its place in the line of those that wait for a connection.</summary>
    public LinkedListNode<Http2BackendStream>? Waiting { get; set; }

    public bool IsInLine => Waiting is not null && pool.IsServing;

    /// <summary>Whose request it is; <see langword="null"/> when it has no use for it any more.</summary>
    public Exchange? User => _user;

    /// <summary>Whether the final response has begun: what comes next in HEADERS is trailers.</summary>
    public bool HasHead => _hasHead;

    public bool IsStalled(Forwarder forwarder, long now) => _connection is { } connection && (IsWindowOverdue(now) || connection.IsStalled(forwarder, now));

    /// <summary>There is a connection for it.</summary>
    public void Attach(Http2BackendConnection connection) => Connection = _connection = connection;

    public bool SendHead(in SentHead head, int strip, RequestBody body)
    {
        _requestEnded = body == RequestBody.None;
        Open(_connection!.NextStream(), _connection.InitialWindow);
        _connection.Begin(this, head, strip, _requestEnded);
        return IsOpen;
    }

    public bool SendBody(ReadOnlySpan<byte> content, bool ended, Trailers? trailers)
    {
        // The backend may have said that it wants no more of it.
        if (!IsOpen)
            return _user is not null;
        Offer(content);
        _trailerBlock = trailers is null ? null : TrailerBlock.Of(trailers);
        _endsLater = ended;
        if (ended && IsOpen && !IsWaitingForWindow)
            EndRequest();
        return IsOpen;
    }

    public bool Receive(int most)
    {
        if (_user is not { } exchange || (_held.IsEmpty && !PeerEnded))
            return false;
        if (_held.IsEmpty)
        {
            exchange.OnEnd(clean: true, _trailers);
            return true;
        }

        var part = _held.Unread;
        part = part[..Math.Min(part.Length, most)];
        _held.Consume(part.Length);
        exchange.OnContent(part);
        if (_user is null)
            return true;
        ReturnWindow(part.Length);
        _held.Trim();
        return true;
    }

    public void TakeShortTurns()
    {
        // Whose turn it is the connection decides, which is that of many.
    }

    public void Doubt() => _connection?.Doubt();

    public void Finish(bool clean) => Cancel();

    public void Cancel()
    {
        if (Waiting is not null)
            pool.Forget(this);
        _user = null;
        _held.Release();
        if (!IsOpen)
            return;
        if (!_requestEnded || !PeerEnded)
            _connection!.SendReset(Id, _cancelCode);
        Leave();
    }

    /// <summary>The head of a response has come, in the form of HTTP/1.1.</summary>
    public void OnHead(ResponseHead head, ReadOnlySpan<byte> bytes, bool endsStream)
    {
        if (head.Status < 200)
        {
            Tell(head, bytes);
            return;
        }

        var hasBody = !_user!.IsHead && head.Status is not (204 or 304);
        if (hasBody && endsStream)
            head.ContentLength ??= 0;
        (_hasHead, _expected) = (true, hasBody ? head.ContentLength ?? long.MaxValue : 0);
        var framing = !hasBody || endsStream ? BodyFraming.None : head.ContentLength is null ? BodyFraming.Chunked : BodyFraming.Length;
        if (hasBody && endsStream && head.ContentLength > 0)
        {
            Refuse("it is shorter than it says");
            return;
        }

        _user.OnHead(head, bytes, framing);
        if (endsStream)
            OnPeerEnd();
    }

    /// <summary>Trailers have come.</summary>
    public void OnTrailers(TrailerReader trailers, bool endsStream)
    {
        if (trailers.IsMalformed || !endsStream || PeerEnded)
        {
            Refuse("its trailers are malformed");
            return;
        }

        _trailers = trailers.Take();
        OnPeerEnd();
    }

    public override void OnData(ReadOnlySpan<byte> content, int framed, bool ended)
    {
        // A client that takes nothing holds up its own stream, not those of others on the connection.
        Connection.Return(framed);
        if (_user is null)
            return;
        _received += content.Length;
        if (Problem(framed) is { } problem)
        {
            Refuse(problem);
            return;
        }

        if (_held.IsEmpty && _user!.TakesContent)
        {
            if (!content.IsEmpty)
                _user.OnContent(content);
            ReturnWindow(framed);
        }
        else
        {
            _held.Append(content);
            // Padding is nothing anybody waits for.
            ReturnWindow(framed - content.Length);
        }

        if (ended && _user is not null)
            OnPeerEnd();
    }

    /// <summary>What it says makes no sense.</summary>
    public void Refuse(string problem)
    {
        _cancelCode = ErrorCode.Protocol;
        _user?.OnMalformed(problem);
    }

    /// <summary>The backend has not looked at it.</summary>
    public void OnRefused()
    {
        WasUsed = true;
        Leave();
        _user?.OnRefused();
    }

    public override void OnReset(ErrorCode code)
    {
        if (code == ErrorCode.RefusedStream && !PeerEnded)
        {
            OnRefused();
            return;
        }

        Leave();
        // Behind a complete response it only says that nobody reads the rest of the request (RFC 9113 §8.1).
        if (!PeerEnded)
            _user?.OnBroken(beganAnswering: false);
    }

    public override void OnTick(long now) => _user?.OnTick(now);

    public override void Abandon()
    {
        IsOpen = false;
        ReleasePending();
        WasUsed = _connection!.HasAnswered;
        if (!PeerEnded)
            _user?.OnBackendClosed();
    }

    protected override void OnWritable()
    {
        if (!_endsLater)
            _user?.OnBackendDrained();
        else if (!_requestEnded)
            EndRequest();
    }

    private string? Problem(int framed) =>
        !TakeWindow(framed) ? "it sends more than it may"
        : !_hasHead ? "its body comes before its head"
        : PeerEnded ? "it goes on behind its end"
        : _received > _expected ? "it is longer than it says"
        : null;

    private void OnPeerEnd()
    {
        if (_expected != long.MaxValue && _received < _expected)
        {
            Refuse("it is shorter than it says");
            return;
        }

        PeerEnded = true;
        if (_held.IsEmpty)
            _user?.OnEnd(clean: true, _trailers);
    }

    private void Tell(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        try
        {
            _user!.OnInterim(head, bytes);
        }
        catch (BadResponseException e)
        {
            Refuse(e.Message);
        }
    }

    private void EndRequest()
    {
        _requestEnded = true;
        if (_trailerBlock is { } block)
            Connection.SendBlock(Id, block, endsStream: true);
        else
            Connection.EndStream(Id);
    }

    private void Leave()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        ReleasePending();
        _connection!.Remove(this);
    }
}
