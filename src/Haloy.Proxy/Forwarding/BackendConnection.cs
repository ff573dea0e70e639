using Haloy.Proxy.EventLoops;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Forwarding;

/// <summary>A TCP connection to a backend: being dialled, used by one <see cref="Exchange"/>, or idle in its pool.</summary>
internal sealed partial class BackendConnection(EventLoop loop, int fd, BackendPool pool) : SocketConnection(loop, fd, tls: null), IBackendStream
{
    private bool _isDialling = true;
    private bool _chunked;

    /// <summary>The exchange that uses it; <see langword="null"/> while it is idle.</summary>
    public Exchange? User { get; set; }

    public bool WasUsed { get; set; }

    public bool IsInLine => false;

    /// <summary>Timestamp of the return to the pool.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether nothing has arrived since the last response: an end of stream or stray bytes both make the connection useless.</summary>
    public bool IsQuiet => !HasArrived();

    public bool IsStalled(Forwarder forwarder, long now) => IsBlocked && forwarder.IsTooLong(BlockedSince, now);

    public bool SendHead(in SentHead head, int strip, RequestBody body)
    {
        (_chunked, _inBody) = (body == RequestBody.Chunked, false);
        return head.Send(this, strip);
    }

    public bool SendBody(ReadOnlySpan<byte> content, bool ended, Trailers? trailers)
    {
        if (!_chunked)
            return content.IsEmpty || Write(content);

        Span<byte> line = stackalloc byte[ChunkFraming.MaxSizeLine];
        if (!content.IsEmpty && !(Write(line[..ChunkFraming.WriteSize(line, content.Length)], content) && Write("\r\n"u8)))
            return false;
        return !ended || Write(trailers is null ? ChunkFraming.Last : ChunkFraming.LastWith(trailers));
    }

    /// <inheritdoc cref="SocketConnection.Write(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public bool Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default) => Write(first, second);

    /// <summary>Tells the backend that nothing more comes.</summary>
    public void EndSending() => FinishSending();

    public void TakeShortTurns() => MaxPerTurn = EventLoop.ReadBufferSize;

    public void Doubt()
    {
        // It is closed, since its request has failed.
    }

    public void Finish(bool clean)
    {
        MaxPerTurn = UsualPerTurn;
        _held.Release();
        // What lies behind the response unread would be taken for the answer to the next request.
        if (clean && !IsClosed && !IsBlocked && !PeerClosed && (!MayHoldMore || IsQuiet))
            pool.Return(this);
        else
            Cancel();
    }

    public void Cancel()
    {
        User = null;
        Close();
    }

    public override void OnTick(long now)
    {
        if (User is { } user)
            user.OnTick(now);
        else
            pool.CloseIfOld(this, now);
    }

    protected override void OnProgress()
    {
        if (_isDialling)
        {
            var error = Tcp.ErrorOf(Descriptor);
            _isDialling = false;
            User?.OnDialled(error);
        }
        else if (User is { } user)
        {
            user.OnBackendProgress();
        }
        else if (!IsQuiet)
        {
            // An end of stream or stray bytes: a request sent after either could be paired with the wrong response.
            Close();
        }
    }

    protected override void OnDrained() => User?.OnBackendDrained();

    protected override void OnClosed()
    {
        _held.Release();
        pool.Remove(this);
        if (User is { } user)
        {
            User = null;
            user.OnBackendClosed();
        }
    }
}
