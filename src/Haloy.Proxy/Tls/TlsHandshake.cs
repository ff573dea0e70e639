using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Hosting;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Tls;

/// <summary>A connection until its handshake is over; then the protocol that was agreed on takes its place. Failed ones are the client's affair and not logged.</summary>
internal sealed unsafe class TlsHandshake : Watched
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly int _fd;
    private readonly TlsSession _session;
    private readonly TlsContext _context;
    private readonly Front _front;
    private readonly Client _client;
    private readonly long _deadline;
    private Readiness _told;
    private bool _isOver;

    public TlsHandshake(EventLoop loop, int fd, TlsContext context, Front front, Client client) : base(loop)
    {
        (_fd, _context, _front, _client) = (fd, context, front, client);
        _session = context.Open(fd);
        _deadline = front.Deadline(Limit, loop.Now);
        front.Enter();
    }

    public override void Open() => Loop.Watch(this, _fd, Readiness.Readable | Readiness.Writable | Readiness.PeerClosed | Readiness.EdgeTriggered);

    protected override Readiness Told => _told;

    public override void OnReady(Readiness events)
    {
        _told |= events;
        var outcome = _session.Accept();
        if (outcome == SocketConnection.NothingYet)
            return;
        if (outcome != 1 || _session.IsChallenge)
        {
            if (_session.GotPlainHttp)
                Explain();
            Close();
            return;
        }

        _isOver = true;
        var name = _session.ServerName;
        _client.Shown(name, _context.CertificateFor(name));
        try
        {
            _front.Serve(this, _fd, _session, _client);
        }
        finally
        {
            _front.Leave();
        }
    }

    // In the language that the client spoke. One try: what the first packet has no room for is not waited for.
    private void Explain()
    {
        var answer = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 45\r\nConnection: close\r\n\r\nThis port speaks HTTPS. Use https:// for it.\n"u8;
        fixed (byte* bytes = answer)
            Libc.Send(_fd, bytes, (nuint)answer.Length, Libc.NoSignal);
    }

    public override void OnTick(long now)
    {
        if (now >= _deadline)
            Close();
    }

    public override void Close()
    {
        if (_isOver)
            return;
        _isOver = true;
        Loop.Unwatch(this);
        _session.Dispose();
        Libc.Close(_fd);
        _client.Leave();
        _front.Leave();
    }
}
