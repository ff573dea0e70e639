using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Http2;

/// <summary>What both ends of a stream have in common: its windows, and the bytes that wait for them (RFC 9113 §5.2).</summary>
internal abstract class FrameStream
{
    /// <summary>Body that the peer may send before we have passed it on.</summary>
    public const int ReceiveWindow = 128 * 1024;

    private HeldBytes _pending = new();
    private Patience _windowPatience;
    private int _receiveWindow;
    private int _returned;

    public int Id { get; private set; }

    /// <summary>Whether bytes wait for the peer to allow them.</summary>
    public bool IsWaitingForWindow => !_pending.IsEmpty;

    protected FrameConnection Connection { get; set; } = null!;

    /// <summary>Bytes the peer takes on this stream.</summary>
    protected long SendWindow { get; private set; }

    /// <summary>Whether something of the stream is still to be sent or heard.</summary>
    protected bool IsOpen { get; set; }

    /// <summary>Whether the peer has said everything it had to say.</summary>
    protected bool PeerEnded { get; set; }

    private EventLoop Loop => Connection.Loop;

    /// <summary>A part of the body has arrived.</summary>
    /// <param name="content">The part.</param>
    /// <param name="framed">Bytes it counts for in flow control.</param>
    /// <param name="ended">Whether it was the last.</param>
    /// <exception cref="Http2Exception">It is one time too often that it makes no sense.</exception>
    public abstract void OnData(ReadOnlySpan<byte> content, int framed, bool ended);

    /// <summary>The peer gives the stream up.</summary>
    public abstract void OnReset(ErrorCode code);

    /// <summary>About a second has passed.</summary>
    public abstract void OnTick(long now);

    /// <summary>The connection is gone.</summary>
    public abstract void Abandon();

    /// <summary>The peer allows more; also by a negative number.</summary>
    /// <returns>Whether the window is still one.</returns>
    public bool OnWindow(long more)
    {
        SendWindow += more;
        SendPending();
        return SendWindow <= int.MaxValue;
    }

    /// <summary>The connection allows more, or its socket takes bytes again.</summary>
    public void OnRoom()
    {
        if (!_pending.IsEmpty)
            SendPending();
        else
            OnWritable();
    }

    protected void Open(int id, long sendWindow)
    {
        (Id, SendWindow, _receiveWindow, _returned) = (id, sendWindow, ReceiveWindow, 0);
        (IsOpen, PeerEnded, _windowPatience) = (true, false, default);
    }

    /// <summary>Nothing waits for the peer any more, and there may be room for more.</summary>
    protected abstract void OnWritable();

    /// <summary>Sends as much as both windows allow, and keeps the rest.</summary>
    protected void Offer(ReadOnlySpan<byte> content)
    {
        if (_pending.IsEmpty)
            content = content[Send(content)..];
        if (!content.IsEmpty && IsOpen)
            _pending.Append(content);
    }

    /// <summary>Whether the peer might have sent that many bytes.</summary>
    protected bool TakeWindow(int framed) => (_receiveWindow -= framed) >= 0;

    /// <summary>Gives the peer back the room of what was passed on, when it is worth a frame.</summary>
    protected void ReturnWindow(int count)
    {
        _returned += count;
        if (_returned < ReceiveWindow / 2 || PeerEnded || !IsOpen)
            return;
        Connection.SendWindowUpdate(Id, _returned);
        _receiveWindow += _returned;
        _returned = 0;
    }

    /// <summary>Whether the peer has not allowed anything for too long, though something waits for it.</summary>
    protected bool IsWindowOverdue(long now) => _windowPatience.IsOver(IsOpen && IsWaitingForWindow, now, Loop.TicksPerSecond);

    /// <summary>Throws away what waits.</summary>
    protected void ReleasePending() => _pending.Release();

    // Bytes sent.
    private int Send(ReadOnlySpan<byte> content)
    {
        var total = 0;
        while (total < content.Length && !Connection.IsClosed)
        {
            var part = (int)Math.Min(Math.Min(content.Length - total, FrameHead.MaxPayload), Math.Min(SendWindow, Connection.SendWindow));
            if (part <= 0)
                break;
            Connection.SendData(Id, content.Slice(total, part));
            SendWindow -= part;
            total += part;
        }

        _windowPatience.Renew(total, Loop.Now, Loop.TicksPerSecond);
        return total;
    }

    private void SendPending()
    {
        if (_pending.IsEmpty || !IsOpen)
            return;
        _pending.Consume(Send(_pending.Unread));
        if (!_pending.IsEmpty)
            return;
        _pending.Trim();
        OnWritable();
    }
}
