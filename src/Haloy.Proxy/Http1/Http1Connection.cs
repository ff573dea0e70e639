using System.Buffers;
using System.Text;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Http1;

/// <summary>A client's HTTP/1.x connection: one request after the other, each answered here or by a backend.</summary>
internal sealed partial class Http1Connection : SocketConnection, IClientStream
{
    private const int OwnLines = 1024;

    private readonly Front _front;
    private readonly Client _peer;
    private readonly Exchange _exchange;
    private readonly RequestHead _request = new();
    private HeldBytes _held = new();
    private Stage _stage;
    private bool _pumping;
    private bool _keepAlive;
    private bool _chunkedResponse;
    private bool _wantsUpgrade;
    private int _worthParsing;
    private long _deadline;
    private Patience _patience;

    public Http1Connection(EventLoop loop, int fd, TlsSession? tls, Front front, Client peer) : base(loop, fd, tls)
    {
        (_front, _peer) = (front, peer);
        front.Enter();
        _exchange = new Exchange(loop, front.Forwarder, this);
        _deadline = front.Deadline(Front.HeadTimeout, loop.Now);
    }

    private enum Stage
    {
        Head,
        Exchange,
        Lingering,
    }

    public string Host { get; private set; } = "";

    public bool IsHead => _request.IsHead;

    public bool CanStream => _request.IsHttp11;

    public bool WantsUpgrade => _wantsUpgrade;

    public bool TakesTrailers => _request.TakesTrailers && _request.IsHttp11;

    public Trailers? Trailers => _body.Trailers;

    public int Room => EventLoop.ReadBufferSize;

    public int Kept => _held.Unread.Length;

    // Whether a client that sends no more has sent all that its request needs: else nobody can ever serve it.
    private bool IsAllHere => !_wantsUpgrade && Arrived is >= 0 and var arrived && _body.Missing <= _held.Unread.Length + arrived;

    private bool IsIdle => _stage == Stage.Head && _held.IsEmpty;

    /// <summary>Ends it when it is idle, else after the request under way.</summary>
    public void Retire()
    {
        _keepAlive = false;
        // What has arrived is a request that can still be served.
        if (IsIdle && !IsBlocked && !HasArrived())
            Close();
    }

    public override void OnTick(long now)
    {
        if (IsBlocked ? _front.Forwarder.IsTooLong(BlockedSince, now) : _deadline != 0 && now >= _deadline)
            Close();
        else if (_patience.IsOver(_stage == Stage.Exchange && _exchange.AwaitsBody, now, Loop.TicksPerSecond))
            _exchange.GiveUpBody();
        else if (_front.IsStopping)
            Retire();
    }

    public void SendInterim(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        if (!_request.IsHttp11)
            return;
        GatherHead(head, bytes, default, default);
        Flush();
    }

    public void StartResponse(ResponseHead head, ReadOnlySpan<byte> bytes, BodyFraming framing)
    {
        _exchange.Record.Answer(head.Status);
        var endless = framing is BodyFraming.Chunked or BodyFraming.UntilClose;
        _chunkedResponse = endless && _request.IsHttp11;
        // An HTTP/1.0 client finds the end of such a body only at the end of the connection.
        _keepAlive &= !endless || _chunkedResponse;
        var connection = _chunkedResponse
            ? (_keepAlive ? "Transfer-Encoding: chunked\r\n"u8 : "Transfer-Encoding: chunked\r\nConnection: close\r\n"u8)
            : ConnectionLine;
        GatherHead(head, bytes, connection, _front.Date(Loop));
    }

    public void SendBody(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return;
        _exchange.Record.Send(content.Length);
        if (!_chunkedResponse)
        {
            Gather(content);
            return;
        }

        Span<byte> line = stackalloc byte[ChunkFraming.MaxSizeLine];
        Gather(line[..ChunkFraming.WriteSize(line, content.Length)]);
        Gather(content);
        Gather("\r\n"u8);
    }

    public void SendTrailers(Trailers trailers)
    {
        if (!_chunkedResponse)
            return;
        Gather(ChunkFraming.LastWith(trailers));
        _chunkedResponse = false;
    }

    public void Flush()
    {
        if (Loop.Gathered.Length > 0)
            Write(Loop.Gathered.Take());
    }

    public void Finish(bool bodyTaken)
    {
        if (_chunkedResponse)
            Gather(ChunkFraming.Last);
        Flush();
        EndRequest(bodyTaken);
    }

    public void Answer(ErrorPage page, bool close, ResponseFields? fields)
    {
        _keepAlive = _keepAlive && !close && TrySkipBody();
        _exchange.Record.Page(page.Status, IsHead ? 0 : page.Body.Length);
        var lines = fields is null ? default : fields.OnPages.Lines;
        var body = IsHead ? default : page.Body;
        var buffer = RoomFor(lines.Length);
        var writer = new ByteWriter(buffer);
        WriteStatusLine(page.Status, ref writer);
        writer.Write(page.Fields.Lines);
        writer.Write(lines);
        EndHead(ref writer);
        // In one piece while there is room: in TLS, two are two records.
        if (body.Length <= buffer.Length - writer.Length)
        {
            writer.Write(body);
            body = default;
        }

        Write(buffer[..writer.Length], body);
        EndRequest(bodyTaken: true);
    }

    public void RouteAgain()
    {
        if (!_front.TryForwardAgain(_exchange, _peer, Host, out var decision))
            AnswerHere(decision, _exchange.Head.ValueOf("Accept"u8));
    }

    public void Cut()
    {
        // What the client has got must be more than nothing: else it would take the request for one that was never answered, and repeat it.
        Flush();
        _exchange.Record.Cut();
        Close();
    }

    public void StartTunnel(ResponseHead head, ReadOnlySpan<byte> bytes)
    {
        _exchange.Record.OpenTunnel(head.Status);
        _deadline = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(ResponseHeadWriter.MaxLength(head));
        var writer = new ByteWriter(buffer);
        ResponseHeadWriter.WriteSwitch(head, bytes, ref writer);
        Write(buffer.AsSpan(0, writer.Length));
        ArrayPool<byte>.Shared.Return(buffer);
    }

    public int ReadTunnel(Span<byte> destination)
    {
        if (_held.IsEmpty)
            return Read(destination);
        var held = _held.Unread;
        var count = Math.Min(held.Length, destination.Length);
        held[..count].CopyTo(destination);
        _held.Consume(count);
        _held.Trim();
        return count;
    }

    public void SendTunnel(ReadOnlySpan<byte> bytes) => Write(bytes);

    public void EndTunnel() => FinishSending();

    protected override void OnProgress()
    {
        if (_stage == Stage.Exchange)
        {
            if (PeerClosed && _exchange.IsHeld && !IsAllHere)
                Close();
            else if (PeerClosed && _body.IsDone && !_wantsUpgrade)
                LookForEnd();
            else
                _exchange.OnClientProgress();
        }

        Pump();
    }

    protected override void OnDrained()
    {
        if (_stage == Stage.Exchange)
            _exchange.OnClientDrained();
        else if (_stage == Stage.Lingering)
            FinishSending();
    }

    protected override void OnClosed()
    {
        _held.Release();
        _exchange.Abandon();
        _exchange.Record.Abandon();
        _peer.Leave();
        _front.Leave();
    }

    private ReadOnlySpan<byte> ConnectionLine => !_keepAlive ? "Connection: close\r\n"u8 : _request.IsHttp11 ? default : "Connection: keep-alive\r\n"u8;

    // The client has hung up: a response it does not wait for is not worth a backend's work. Requests it sent before that are still answered.
    private void LookForEnd()
    {
        int count;
        while ((count = Read(Loop.ReadBuffer)) > 0 && _held.Unread.Length < RequestHeadParser.MaxHead)
            _held.Append(Loop.ReadBuffer[..count]);
        if (count != NothingYet && _held.IsEmpty)
            Close();
    }

    // Goes on as long as there are whole requests that can be answered at once; a loop, for pipelined requests must not become a pile of calls.
    private void Pump()
    {
        if (_pumping)
            return;
        _pumping = true;
        while (!IsClosed && !IsBlocked && _stage == Stage.Head && TakeHead())
        {
        }

        if (_stage == Stage.Lingering)
            Linger();
        _pumping = false;
    }

    private bool TakeHead()
    {
        try
        {
            if (_held.IsEmpty)
                return ReadHead();
            ReadOnlySpan<byte> held = _held.Unread;
            if (held.Length < _worthParsing || !RequestHeadParser.TryParse(held, _request))
                return ReadMoreOfHead();
            _worthParsing = 0;
            // Consumed first: what follows may answer and go on to the next request.
            _held.Consume(_request.Length);
            Begin(held);
            return true;
        }
        catch (BadRequestException e)
        {
            Refuse(e);
            return false;
        }
    }

    private bool ReadHead()
    {
        var count = Read(Loop.ReadBuffer);
        if (count <= 0)
            return OnNothing(count);

        ReadOnlySpan<byte> data = Loop.ReadBuffer[..count];
        if (!RequestHeadParser.TryParse(data, _request))
        {
            _held.Set(data);
            _deadline = _front.Deadline(Front.HeadTimeout, Loop.Now);
            return true;
        }

        if (data.Length > _request.Length)
        {
            _held.Set(data);
            data = _held.Unread;
            _held.Consume(_request.Length);
        }

        Begin(data);
        return true;
    }

    private bool ReadMoreOfHead()
    {
        var room = _held.Room();
        var count = Read(room);
        if (count <= 0)
            return OnNothing(count);
        _held.Add(count);
        // Without the end of a line nothing can have changed, and whoever sends byte by byte shall not make us look at all of them each time.
        _worthParsing = room[..count].Contains((byte)'\n') ? 0 : RequestHeadParser.MaxRequestLine;
        return true;
    }

    private bool OnNothing(int outcome)
    {
        if (outcome != NothingYet)
            Close();
        return false;
    }

    private void Begin(ReadOnlySpan<byte> bytes)
    {
        _stage = Stage.Exchange;
        (_deadline, _patience) = (0, default);
        _keepAlive = !_request.Close && !_front.IsStopping;
        _chunkedResponse = false;
        _wantsUpgrade = _request.AsksUpgrade && !_request.HasBody && _request.IsHttp11 && UpgradeToken.IsPassedOn(bytes[_request.Upgrade]);
        _body = new BodyReader(_request.IsChunked ? BodyFraming.Chunked : BodyFraming.Length, _request.ContentLength ?? 0);
        // The same on every request of nearly every connection.
        if (!Ascii.Equals(bytes[_request.Host], Host))
            Host = Encoding.Latin1.GetString(bytes[_request.Host]);
        _front.Begin(_exchange, _request, bytes, _peer, Loop, _request.IsHttp11 ? "HTTP/1.1"u8 : "HTTP/1.0"u8);

        if (!_front.TryForward(_exchange, _request, bytes, _peer, Host, _wantsUpgrade, out var decision))
            AnswerHere(decision, _request.ValueOf(bytes, "Accept"u8));
        _held.Trim();
    }

    private void AnswerHere(Decision decision, ReadOnlySpan<byte> accept)
    {
        if (decision.Location is { } location)
            Redirect(location, decision.Target?.Policy?.Fields);
        else
            Answer(Front.PageFor(decision).For(accept), close: false, decision.Target?.Policy?.Fields);
    }

    private void Redirect(string location, ResponseFields? fields)
    {
        // 301 lets a client turn any method into GET; 308 does not (RFC 9110 §15.4.9).
        var status = _request.IsHead || _request.IsGet ? 301 : 308;
        _keepAlive = _keepAlive && TrySkipBody();
        _exchange.Record.Page(status, bytes: 0);
        var lines = fields is null ? default : fields.OnPages.Lines;
        var buffer = RoomFor(location.Length + lines.Length);
        var writer = new ByteWriter(buffer);
        WriteStatusLine(status, ref writer);
        writer.Write("Content-Length: 0\r\nLocation: "u8);
        writer.WriteField(default, Encoding.Latin1.GetBytes(location));
        writer.Write(lines);
        EndHead(ref writer);
        Write(buffer[..writer.Length]);
        EndRequest(bodyTaken: true);
    }

    // For an answer of our own with so many bytes that are not. Long fields may be given to a route, and long paths are redirected.
    private Span<byte> RoomFor(int length) => length <= EventLoop.WriteBufferSize - OwnLines ? Loop.WriteBuffer : new byte[length + OwnLines];

    private static void WriteStatusLine(int status, ref ByteWriter writer)
    {
        writer.Write("HTTP/1.1 "u8);
        writer.Write(status);
        writer.Write(" "u8);
        writer.Write(ReasonPhrase.Of(status));
        writer.Write("\r\n"u8);
    }

    private void EndHead(ref ByteWriter writer)
    {
        writer.WriteField("Date: "u8, _front.Date(Loop));
        writer.Write(ConnectionLine);
        writer.Write("\r\n"u8);
    }

    private void Refuse(BadRequestException problem)
    {
        // What follows on the connection cannot be trusted.
        _request.IsHead = false;
        _front.BeginMalformed(_exchange, _request, _peer, Loop, "HTTP/1.1"u8);
        Answer(ErrorPage.Of(problem), close: true, fields: null);
    }

    private void EndRequest(bool bodyTaken)
    {
        _exchange.Record.End();
        if (IsClosed)
            return;
        if (_keepAlive && bodyTaken)
        {
            _stage = Stage.Head;
            _deadline = _front.Deadline(_held.IsEmpty ? Front.KeepAliveTimeout : Front.HeadTimeout, Loop.Now);
            Pump();
            return;
        }

        // Closed at once, bytes still coming in would reset the connection and take the response with them.
        _stage = Stage.Lingering;
        _deadline = _front.Deadline(Front.LingerTimeout, Loop.Now);
        _held.Release();
        if (!IsBlocked)
            FinishSending();
        Pump();
    }

    private void Linger()
    {
        int count;
        do
            count = IsClosed ? NothingYet : Read(Loop.ReadBuffer);
        while (count > 0);
        if (count != NothingYet)
            Close();
    }
}
