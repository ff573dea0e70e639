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
internal sealed class Http2Stream : FrameStream, IClientStream
{
    private const int SmallestRoom = 4096;

    private readonly Http2Connection _connection;
    private readonly Exchange _exchange;
    private readonly RequestHead _request = new();
    private HeldBytes _body = new();
    private long _bodyExpected;
    private long _bodyReceived;
    private bool _responseEnds;
    private bool _finishLater;
    private byte[]? _trailerBlock;
    private Patience _bodyPatience;

    public Http2Stream(Http2Connection connection)
    {
        Connection = _connection = connection;
        _exchange = new Exchange(connection.Loop, connection.Front.Forwarder, this);
    }

    public string Host { get; private set; } = "";

    public bool IsHead => _request.IsHead;

    public bool CanStream => true;

    public bool IsBlocked => IsWaitingForWindow || _connection.IsBlocked;

    public bool TakesTrailers => true;

    public Trailers? Trailers { get; private set; }

    public int Room => (int)Math.Clamp(Math.Min(SendWindow, _connection.SendWindow), SmallestRoom, EventLoop.ReadBufferSize);

    public int Kept => PeerEnded ? _body.Unread.Length : ReceiveWindow;

    // RFC 8441 would be needed for that.
    public bool WantsUpgrade => false;

    private Front Front => _connection.Front;

    /// <summary>Begins with the head that <paramref name="reader"/> has read.</summary>
    public void Begin(int id, RequestReader reader, bool endsStream, long sendWindow)
    {
        Open(id, sendWindow);
        (PeerEnded, _responseEnds, _bodyPatience, Trailers) = (endsStream, false, default, null);
        (_bodyExpected, _bodyReceived) = (_request.ContentLength ?? -1, 0);
        var bytes = reader.Bytes;
        var host = bytes[_request.Host];
        if (!Ascii.Equals(host, Host))
            Host = Encoding.Latin1.GetString(host);
        Front.Begin(_exchange, _request, bytes, _connection.Client, _connection.Loop, "HTTP/2"u8);
        if (!Front.TryForward(_exchange, _request, bytes, _connection.Client, Host, upgrade: false, out var decision))
            AnswerHere(decision, _request.ValueOf(bytes, "Accept"u8));
    }

    /// <summary>What was read is no request, and is told so by a reset: for counters and log that is a 400.</summary>
    public void CountMalformed()
    {
        Front.BeginMalformed(_exchange, _request, _connection.Client, _connection.Loop, "HTTP/2"u8);
        _exchange.Record.Page(400, bytes: 0);
        _exchange.Record.End();
    }

    /// <summary>Where the head of the coming request is to be read into.</summary>
    public RequestHead Head => _request;

    public override void OnData(ReadOnlySpan<byte> content, int framed, bool ended)
    {
        var isAllowed = TakeWindow(framed);
        _bodyReceived += content.Length;
        var isOutOfLength = _bodyExpected >= 0 && (_bodyReceived > _bodyExpected || (ended && _bodyReceived < _bodyExpected));
        if (PeerEnded || !isAllowed || isOutOfLength)
        {
            _connection.Return(framed);
            Refuse(PeerEnded ? ErrorCode.StreamClosed : !isAllowed ? ErrorCode.FlowControl : ErrorCode.Protocol);
            return;
        }

        _bodyPatience.Renew(framed, _connection.Loop.Now, _connection.Loop.TicksPerSecond);
        PeerEnded = ended;
        _body.Append(content);
        // Padding is nothing anybody waits for.
        Return(framed - content.Length);
        _exchange.OnClientProgress();
    }

    /// <summary>The body has ended by trailers.</summary>
    public void OnEnd(TrailerReader trailers, bool endsStream)
    {
        if (trailers.IsMalformed || !endsStream)
        {
            Refuse(PeerEnded ? ErrorCode.StreamClosed : ErrorCode.Protocol);
            return;
        }

        Trailers = trailers.Take();
        OnData(default, 0, ended: true);
    }

    /// <summary>Looks at how long the client has kept us waiting.</summary>
    public override void OnTick(long now)
    {
        if (IsWindowOverdue(now))
            Reset(ErrorCode.Cancel);
        else if (_bodyPatience.IsOver(IsOpen && _exchange.AwaitsBody, now, _connection.Loop.TicksPerSecond))
            _exchange.GiveUpBody();
    }

    /// <summary>The client has no use for the response any more.</summary>
    public override void OnReset(ErrorCode code)
    {
        _connection.OnGivenUp();
        _exchange.Abandon();
        Close();
    }

    public ReadOnlySpan<byte> ReadBody(out bool ended)
    {
        ended = PeerEnded;
        var content = _body.Unread;
        _body.Consume(content.Length);
        _exchange.Record.Receive(content.Length);
        Return(content.Length);
        return content;
    }

    public void SendInterim(ResponseHead head, ReadOnlySpan<byte> bytes) => _connection.SendHead(Id, head, bytes, default, endsStream: false);

    public void StartResponse(ResponseHead head, ReadOnlySpan<byte> bytes, BodyFraming framing)
    {
        _exchange.Record.Answer(head.Status);
        _responseEnds = framing == BodyFraming.None;
        _connection.SendHead(Id, head, bytes, Front.Date(_connection.Loop), _responseEnds);
    }

    public void SendBody(ReadOnlySpan<byte> content)
    {
        _exchange.Record.Send(content.Length);
        Offer(content);
    }

    public void SendTrailers(Trailers trailers)
    {
        if (!_responseEnds)
            _trailerBlock = TrailerBlock.Of(trailers);
    }

    public void Flush()
    {
        // The connection sends at the end of the round what all its streams have said.
    }

    public void Finish(bool bodyTaken)
    {
        if (IsWaitingForWindow)
        {
            _finishLater = true;
            return;
        }

        if (_trailerBlock is { } block)
            _connection.SendBlock(Id, block, endsStream: true);
        else if (!_responseEnds)
            _connection.EndStream(Id);
        End();
    }

    public void Answer(ErrorPage page, bool close, ResponseFields? fields)
    {
        _exchange.Record.Page(page.Status, bytes: 0);
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
        Finish(bodyTaken: PeerEnded);
    }

    public void RouteAgain()
    {
        if (!Front.TryForwardAgain(_exchange, _connection.Client, Host, out var decision))
            AnswerHere(decision, _exchange.Head.ValueOf("Accept"u8));
    }

    public void Cut()
    {
        _exchange.Record.Cut();
        if (IsOpen)
            Reset(ErrorCode.Internal);
    }

    public void StartTunnel(ResponseHead head, ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

    public int ReadTunnel(Span<byte> destination) => throw new NotSupportedException();

    public void SendTunnel(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

    public void EndTunnel() => throw new NotSupportedException();

    public override void Abandon()
    {
        IsOpen = false;
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
            Answer(Front.PageFor(decision).For(accept), close: false, decision.Target?.Policy?.Fields);
            return;
        }

        var status = IsHead || _request.IsGet ? 301 : 308;
        _exchange.Record.Page(status, bytes: 0);
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
        Finish(bodyTaken: PeerEnded);
    }

    protected override void OnWritable()
    {
        if (_finishLater)
            Finish(PeerEnded);
        else
            _exchange.OnClientDrained();
    }

    private void Return(int count)
    {
        _connection.Return(count);
        ReturnWindow(count);
    }

    private void End()
    {
        _exchange.Record.End();
        // The client may stop sending what nobody reads (RFC 9113 §8.1).
        if (IsOpen && !PeerEnded)
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
        if (!IsOpen)
            return;
        IsOpen = false;
        Release();
        _connection.Remove(this);
    }

    private void Release()
    {
        // Body that is not wanted any more still counts for the connection.
        _connection.Return(_body.Unread.Length);
        _body.Release();
        ReleasePending();
        (_finishLater, _trailerBlock) = (false, null);
        _exchange.Record.Abandon();
    }
}
