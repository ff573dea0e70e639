using System.Buffers;
using System.Text;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Http2.Hpack;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Routing;

namespace Haloy.Proxy.Http2;

/// <summary>One request of an HTTP/2 connection and its response. Used again for a later one.</summary>
internal sealed class Http2Stream : IClientStream
{
    /// <summary>Request body that a client may send before we have passed it on.</summary>
    public const int ReceiveWindow = 128 * 1024;

    private const int SmallestRoom = 4096;

    private readonly Http2Connection _connection;
    private readonly Exchange _exchange;
    private readonly RequestHead _request = new();
    private HeldBytes _body = new();
    private HeldBytes _pending = new();
    private long _sendWindow;
    private long _bodyExpected;
    private long _bodyReceived;
    private int _receiveWindow;
    private bool _bodyArrived;
    private bool _responseEnds;
    private bool _isOpen;
    private bool _finishLater;
    private Patience _bodyPatience;
    private Patience _windowPatience;
    private int _returned;
    private RequestLog? _log;

    public Http2Stream(Http2Connection connection)
    {
        _connection = connection;
        _exchange = new Exchange(connection.Loop, connection.Front.Forwarder, this);
    }

    public int Id { get; private set; }

    public string Host { get; private set; } = "";

    public bool IsHead => _request.IsHead;

    public bool CanStream => true;

    public bool IsBlocked => !_pending.IsEmpty || _connection.IsBlocked;

    public int Room => (int)Math.Clamp(Math.Min(_sendWindow, _connection.SendWindow), SmallestRoom, EventLoop.ReadBufferSize);

    // RFC 8441 would be needed for that.
    public bool WantsUpgrade => false;

    /// <summary>Whether response bytes wait for the client to allow them.</summary>
    public bool IsWaitingForWindow => !_pending.IsEmpty;

    private Front Front => _connection.Front;

    /// <summary>Begins with the head that <paramref name="reader"/> has read.</summary>
    public void Begin(int id, RequestReader reader, bool endsStream, long sendWindow)
    {
        (Id, _sendWindow, _receiveWindow) = (id, sendWindow, ReceiveWindow);
        (_bodyArrived, _responseEnds, _isOpen) = (endsStream, false, true);
        (_bodyPatience, _windowPatience) = (default, default);
        (_bodyExpected, _bodyReceived) = (_request.ContentLength ?? -1, 0);
        var bytes = reader.Bytes;
        var host = bytes[_request.Host];
        if (!Ascii.Equals(host, Host))
            Host = Encoding.Latin1.GetString(host);
        _log = Front.BeginLog(_request, bytes, Host, _connection.Client);
        if (!Front.TryForward(_exchange, _request, bytes, _connection.Client, Host, upgrade: false, out var decision))
            AnswerHere(decision, _request.ValueOf(bytes, "Accept"u8));
    }

    /// <summary>Where the head of the coming request is to be read into.</summary>
    public RequestHead Head => _request;

    /// <summary>A part of the body has arrived.</summary>
    /// <param name="content">The part.</param>
    /// <param name="framed">Bytes it counts for in flow control.</param>
    /// <param name="ended">Whether it was the last.</param>
    public void OnData(ReadOnlySpan<byte> content, int framed, bool ended)
    {
        _receiveWindow -= framed;
        _bodyReceived += content.Length;
        var isOutOfLength = _bodyExpected >= 0 && (_bodyReceived > _bodyExpected || (ended && _bodyReceived < _bodyExpected));
        if (_bodyArrived || _receiveWindow < 0 || isOutOfLength)
        {
            _connection.Return(framed);
            Refuse(_bodyArrived ? ErrorCode.StreamClosed : _receiveWindow < 0 ? ErrorCode.FlowControl : ErrorCode.Protocol);
            return;
        }

        _bodyPatience.Renew(framed, _connection.Loop.Now, _connection.Loop.TicksPerSecond);
        _bodyArrived = ended;
        _body.Append(content);
        // Padding is nothing anybody waits for.
        Return(framed - content.Length);
        _exchange.OnClientProgress();
    }

    /// <summary>The body has ended by trailers.</summary>
    public void OnEnd(bool isMalformed)
    {
        if (isMalformed)
            Refuse(_bodyArrived ? ErrorCode.StreamClosed : ErrorCode.Protocol);
        else
            OnData(default, 0, ended: true);
    }

    /// <summary>Looks at how long the client has kept us waiting.</summary>
    public void OnTick(long now)
    {
        if (_windowPatience.IsOver(_isOpen && IsWaitingForWindow, now, _connection.Loop.TicksPerSecond))
            Reset(ErrorCode.Cancel);
        else if (_bodyPatience.IsOver(_isOpen && _exchange.AwaitsBody, now, _connection.Loop.TicksPerSecond))
            _exchange.GiveUpBody();
    }

    /// <summary>The client has no use for the response any more.</summary>
    public void OnReset()
    {
        _connection.OnGivenUp();
        _exchange.Abandon();
        Close();
    }

    /// <summary>The client allows more; also by a negative number.</summary>
    /// <returns>Whether the window is still one.</returns>
    public bool OnWindow(long more)
    {
        _sendWindow += more;
        SendPending();
        return _sendWindow <= int.MaxValue;
    }

    /// <summary>The connection allows more, or its socket takes bytes again.</summary>
    public void OnRoom()
    {
        if (!_pending.IsEmpty)
            SendPending();
        else
            _exchange.OnClientDrained();
    }

    public ReadOnlySpan<byte> ReadBody(out bool ended)
    {
        ended = _bodyArrived;
        var content = _body.Unread;
        _body.Consume(content.Length);
        Return(content.Length);
        return content;
    }

    public void SendInterim(ResponseHead head, ReadOnlySpan<byte> bytes) => _connection.SendHead(Id, head, bytes, default, endsStream: false);

    public void StartResponse(ResponseHead head, ReadOnlySpan<byte> bytes, BodyFraming framing)
    {
        _log?.Answered(head.Status);
        _responseEnds = framing == BodyFraming.None;
        _connection.SendHead(Id, head, bytes, Front.Date(_connection.Loop), _responseEnds);
    }

    public void SendBody(ReadOnlySpan<byte> content)
    {
        if (_pending.IsEmpty)
            content = content[Send(content)..];
        if (!content.IsEmpty && _isOpen)
            _pending.Append(content);
    }

    public void Flush()
    {
        // The connection sends at the end of the round what all its streams have said.
    }

    public void Finish(bool bodyTaken)
    {
        if (!_pending.IsEmpty)
        {
            _finishLater = true;
            return;
        }

        if (!_responseEnds)
            _connection.EndStream(Id);
        End();
    }

    public void Answer(ErrorPage page, bool close, ResponseFields? fields)
    {
        _log?.Answered(page.Status);
        var block = ArrayPool<byte>.Shared.Rent(512 + (2 * (fields?.Lines.Length ?? 0)));
        var length = HpackEncoder.WriteStatus(page.Status, block);
        length += ResponseBlock.Write(page.Fields, block.AsSpan(length));
        if (fields is not null)
            length += ResponseBlock.Write(fields.OnPages, block.AsSpan(length));
        length += HpackEncoder.WriteField("date"u8, Front.Date(_connection.Loop), block.AsSpan(length));
        _responseEnds = IsHead;
        _connection.SendBlock(Id, block.AsSpan(0, length), _responseEnds);
        ArrayPool<byte>.Shared.Return(block);
        if (!IsHead)
            SendBody(page.Body);
        Finish(bodyTaken: _bodyArrived);
    }

    public void RouteAgain()
    {
        if (!Front.TryForwardAgain(_exchange, _connection.Client, Host, out var decision))
            AnswerHere(decision, _exchange.Head.ValueOf("Accept"u8));
    }

    public void Cut()
    {
        if (_isOpen)
            Reset(ErrorCode.Internal);
    }

    public void StartTunnel(ResponseHead head, ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

    public int ReadTunnel(Span<byte> destination) => throw new NotSupportedException();

    public void SendTunnel(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

    public void EndTunnel() => throw new NotSupportedException();

    /// <summary>The connection is gone.</summary>
    public void Abandon()
    {
        _isOpen = false;
        _exchange.Abandon();
        Release();
    }

    private static int WriteLength(long length, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[20];
        length.TryFormat(digits, out var count);
        return HpackEncoder.WriteField("content-length"u8, digits[..count], destination);
    }

    private void AnswerHere(Decision decision, ReadOnlySpan<byte> accept)
    {
        if (decision.Location is not { } location)
        {
            Answer(Front.PageFor(decision.Action).For(accept), close: false, decision.Target?.Policy?.Fields);
            return;
        }

        var status = IsHead || _request.IsGet ? 301 : 308;
        _log?.Answered(status);
        var target = Encoding.Latin1.GetBytes(location);
        var fields = decision.Target?.Policy?.Fields;
        var block = ArrayPool<byte>.Shared.Rent(target.Length + 128 + (2 * (fields?.Lines.Length ?? 0)));
        var length = HpackEncoder.WriteStatus(status, block);
        length += HpackEncoder.WriteField("location"u8, target, block.AsSpan(length));
        length += WriteLength(0, block.AsSpan(length));
        if (fields is not null)
            length += ResponseBlock.Write(fields.OnPages, block.AsSpan(length));
        length += HpackEncoder.WriteField("date"u8, Front.Date(_connection.Loop), block.AsSpan(length));
        _responseEnds = true;
        _connection.SendBlock(Id, block.AsSpan(0, length), endsStream: true);
        ArrayPool<byte>.Shared.Return(block);
        Finish(bodyTaken: _bodyArrived);
    }

    // Bytes sent: as many as both windows allow.
    private int Send(ReadOnlySpan<byte> content)
    {
        var total = 0;
        while (total < content.Length && !_connection.IsClosed)
        {
            var part = (int)Math.Min(Math.Min(content.Length - total, FrameHead.MaxPayload), Math.Min(_sendWindow, _connection.SendWindow));
            if (part <= 0)
                break;
            _connection.SendData(Id, content.Slice(total, part));
            _sendWindow -= part;
            total += part;
        }

        _windowPatience.Renew(total, _connection.Loop.Now, _connection.Loop.TicksPerSecond);
        return total;
    }

    private void SendPending()
    {
        if (_pending.IsEmpty || !_isOpen)
            return;
        _pending.Consume(Send(_pending.Unread));
        if (!_pending.IsEmpty)
            return;
        _pending.Trim();
        if (_finishLater)
            Finish(_bodyArrived);
        else
            _exchange.OnClientDrained();
    }

    // Gives the client back the room of what was passed on, when it is worth a frame.
    private void Return(int count)
    {
        _returned += count;
        _connection.Return(count);
        if (_returned < ReceiveWindow / 2 || _bodyArrived)
            return;
        _connection.SendWindowUpdate(Id, _returned);
        _receiveWindow += _returned;
        _returned = 0;
    }

    private void End()
    {
        _log?.Write();
        _log = null;
        // The client may stop sending what nobody reads (RFC 9113 §8.1).
        if (_isOpen && !_bodyArrived)
            _connection.SendReset(Id, ErrorCode.None);
        Close();
    }

    // The client has made us do that.
    private void Refuse(ErrorCode code)
    {
        Reset(code);
        _connection.OnGivenUp();
    }

    private void Reset(ErrorCode code)
    {
        _connection.SendReset(Id, code);
        _exchange.Abandon();
        Close();
    }

    private void Close()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        Release();
        _connection.Remove(this);
    }

    private void Release()
    {
        // Body that is not wanted any more still counts for the connection.
        _connection.Return(_body.Unread.Length);
        _body.Release();
        _pending.Release();
        (_finishLater, _returned) = (false, 0);
        _log = null;
    }
}
