using System.Net;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Hosting;

/// <summary>A connection until the proxy at its other end has said whom it is for. Nothing behind the header is read, for it may be TLS.</summary>
internal sealed unsafe class ProxyPreamble(EventLoop loop, int fd, Front front, Action<Watched, IPAddress?> serve, Action refused) : Watched(loop)
{
    private readonly long _deadline = front.Deadline(Front.HeadTimeout, loop.Now);
    private Readiness _told;
    private bool _isOver;

    public override void Open()
    {
        front.Enter();
        Loop.Watch(this, fd, Readiness.Readable | Readiness.Writable | Readiness.PeerClosed | Readiness.EdgeTriggered);
    }

    protected override Readiness Told => _told;

    public override void OnReady(Readiness events)
    {
        _told |= events;
        var peeked = Receive(ProxyHeader.MaxLength, Libc.Peek);
        if (peeked < 0 && Libc.Error is Libc.WouldBlock or Libc.Interrupted)
            return;
        if (peeked <= 0)
        {
            Close();
            return;
        }

        switch (ProxyHeader.Read(Loop.ReadBuffer[..peeked], out var length, out var source))
        {
            case ProxyHeaderState.Malformed:
                refused();
                Close();
                break;
            case ProxyHeaderState.Complete:
                // It is all there, so this takes exactly it.
                Receive(length, flags: 0);
                _isOver = true;
                // With whom it is for, if that was said.
                try
                {
                    serve(this, source);
                }
                finally
                {
                    front.Leave();
                }

                break;
        }
    }

    public override void OnTick(long now)
    {
        if (now >= _deadline)
            refused();
        if (now >= _deadline || front.IsStopping)
            Close();
    }

    public override void Close()
    {
        if (_isOver)
            return;
        _isOver = true;
        Loop.Unwatch(this);
        Libc.Close(fd);
        front.Leave();
    }

    private int Receive(int count, int flags)
    {
        fixed (byte* buffer = Loop.ReadBuffer)
            return (int)Libc.Receive(fd, buffer, (nuint)count, flags);
    }
}
