using System.Text;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Control;

/// <summary>A connection to the control socket: one request after the other, each read whole before it is answered.</summary>
internal sealed class ControlConnection : SocketConnection
{
    /// <summary>Longest body of a request.</summary>
    public const int MaxBody = 16 * 1024 * 1024;

    private static readonly TimeSpan HeadLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BodyLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StalledLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LingerLimit = TimeSpan.FromSeconds(5);

    private readonly ControlServer _server;
    private readonly RequestHead _request = new();
    private HeldBytes _held = new();
    private HeldBytes _content = new();
    private BodyReader _body;
    private Stage _stage;
    private string _method = "";
    private string _path = "";
    private bool _keepAlive = true;
    private bool _headBegan;
    private long _deadline;
    private AccessLogStream? _stream;

    public ControlConnection(EventLoop loop, int fd, ControlServer server) : base(loop, fd, tls: null)
    {
        _server = server;
        SetDeadline(HeadLimit);
        server.Enter();
    }

    private enum Stage
    {
        Head,
        Body,
        Streaming,
        Lingering,
    }

    /// <summary>Ends it when it is idle, else after the request under way.</summary>
    public void Retire()
    {
        _keepAlive = false;
        if (_stage == Stage.Streaming || (_stage == Stage.Head && _held.IsEmpty && !IsBlocked))
            Close();
    }

    public override void OnTick(long now)
    {
        if (_stage == Stage.Streaming ? IsBlocked && now >= _server.Deadline(StalledLimit, BlockedSince) : now >= _deadline)
            Close();
    }

    /// <summary>Sends lines that follow the head of a stream.</summary>
    public void Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Write(first, second);

    protected override void OnProgress()
    {
        while (!IsClosed && !IsBlocked && Receive())
        {
        }
    }

    protected override void OnDrained()
    {
        if (_stage == Stage.Lingering)
            FinishSending();
        else
            Take();
    }

    protected override void OnClosed()
    {
        _held.Release();
        _content.Release();
        if (_stream is { } stream)
            _server.Application.Log.Unfollow(stream);
        _server.Leave();
    }

    private bool Receive()
    {
        var count = Read(Loop.ReadBuffer);
        if (count > 0)
        {
            if (_stage is Stage.Head or Stage.Body)
            {
                _held.Append(Loop.ReadBuffer[..count]);
                Take();
            }

            return true;
        }

        if (count != NothingYet)
            Close();
        return false;
    }

    // Goes on as long as there are whole requests that can be answered.
    private void Take()
    {
        try
        {
            while (!IsClosed && !IsBlocked && (_stage == Stage.Head ? TakeHead() : _stage == Stage.Body && TakeBody()))
            {
            }

            _held.Trim();
        }
        catch (BadRequestException e)
        {
            Refuse(e.Status, e.Message);
        }
        catch (BadResponseException e)
        {
            Refuse(400, $"The body of the request cannot be read: {e.Message}");
        }
    }

    private bool TakeHead()
    {
        if (_held.IsEmpty)
            return false;
        ReadOnlySpan<byte> bytes = _held.Unread;
        if (!RequestHeadParser.TryParse(bytes, _request))
        {
            // From the first byte on, however slowly the others come.
            if (!_headBegan)
                SetDeadline(HeadLimit);
            _headBegan = true;
            return false;
        }

        (_method, _path) = (Encoding.Latin1.GetString(bytes[_request.Method]), PathOf(bytes[_request.Target]));
        _keepAlive &= !_request.Close && !_server.IsStopping;
        _held.Consume(_request.Length);
        return BeginBody();
    }

    private static string PathOf(ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        return Encoding.Latin1.GetString(query < 0 ? target : target[..query]);
    }

    private bool BeginBody()
    {
        (_stage, _headBegan) = (Stage.Body, false);
        _body = new BodyReader(_request.IsChunked ? BodyFraming.Chunked : BodyFraming.Length, _request.ContentLength ?? 0);
        SetDeadline(BodyLimit);
        if (_request.ContentLength > MaxBody)
        {
            RefuseSize();
            return false;
        }

        if (_request.ExpectsContinue && _request.HasBody && _held.IsEmpty)
            Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        return true;
    }

    private bool TakeBody()
    {
        ReadOnlySpan<byte> data = _held.Unread;
        var part = _body.Next(ref data);
        _content.Append(part);
        var used = _held.Unread.Length - data.Length;
        _held.Consume(used);
        if (_content.Unread.Length > MaxBody)
        {
            RefuseSize();
            return false;
        }

        if (!_body.IsDone)
            return used > 0;
        if ((_method, _path) == ("GET", ControlApplication.AccessLogPath))
            Follow();
        else
            Send(_server.Application.Answer(_method, _path, _content.Unread));
        return true;
    }

    // From here on the connection only brings lines, and ends with either side.
    private void Follow()
    {
        var stream = new AccessLogStream(this, Loop);
        if (!_server.Application.Log.TryFollow(stream))
        {
            Refuse(503, "too many follow the access log");
            return;
        }

        (_stream, _stage, _keepAlive) = (stream, Stage.Streaming, false);
        _content.Release();
        Write("HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"u8);
    }

    private void RefuseSize() => Refuse(413, $"the body is larger than {MaxBody} bytes");

    // What follows on the connection cannot be trusted, or nobody wants to read it.
    private void Refuse(int status, string error)
    {
        _keepAlive = false;
        Send(ControlAnswer.Refusal(status, error));
    }

    private void Send(ControlAnswer answer)
    {
        _content.Release();
        var writer = new ByteWriter(Loop.WriteBuffer);
        writer.Write("HTTP/1.1 "u8);
        writer.Write(answer.Status);
        writer.Write(" "u8);
        writer.Write(ReasonPhrase.Of(answer.Status));
        writer.Write("\r\nContent-Type: application/json\r\nContent-Length: "u8);
        writer.Write(answer.Body.Length);
        writer.Write("\r\n"u8);
        writer.WriteField("Date: "u8, _server.Date.At(Loop.Now));
        writer.Write(_keepAlive ? "\r\n"u8 : "Connection: close\r\n\r\n"u8);
        if (Write(Loop.WriteBuffer[..writer.Length], _request.IsHead ? [] : answer.Body))
            EndRequest();
    }

    private void EndRequest()
    {
        _stage = _keepAlive ? Stage.Head : Stage.Lingering;
        SetDeadline(_keepAlive ? IdleLimit : LingerLimit);
        if (_keepAlive)
            return;
        // Closed at once, bytes still coming in would reset the connection and take the answer with them.
        _held.Release();
        if (!IsBlocked)
            FinishSending();
    }

    private void SetDeadline(TimeSpan limit) => _deadline = _server.Deadline(limit, Loop.Now);
}
