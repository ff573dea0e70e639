using System.Net.Sockets;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Native;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Hosting;

/// <summary>One loop's hand on a listening socket that all loops share.</summary>
internal sealed class Listener(EventLoop loop, Socket socket, TlsContext? tls, Front front, IReadOnlyList<EventLoop> siblings) : Watched(loop)
{
    // Below this difference a connection stays where it was accepted: handing it over costs a wake-up.
    private const int Tolerance = 4;

    private bool _paused;

    private int Descriptor => (int)socket.Handle;

    public void Open() => Loop.Watch(this, Descriptor, Readiness.Readable | Readiness.Exclusive);

    public override void OnReady(Readiness events)
    {
        // One at a time: the loops that wait as well shall have some.
        var fd = Tcp.Accept(Descriptor, out var peer);
        if (fd < 0)
        {
            // Without a free descriptor the socket would stay ready for ever: wait for somebody to leave.
            if (Libc.Error is Libc.TooManyFiles or Libc.TooManyFilesInSystem)
                Pause();
            return;
        }

        var client = new Client(peer, tls is not null);
        var target = LeastLoaded();
        if (target == Loop)
            Serve(Loop, fd, client);
        else
            target.Post(() => Serve(target, fd, client));
    }

    public override void OnDefect()
    {
        // The next client may fare better.
    }

    /// <summary>Accepts no more.</summary>
    public override void Close()
    {
        if (Slot < 0)
            return;
        Loop.Ignore(Descriptor);
        Loop.Unwatch(this);
    }

    /// <summary>Accepts again after <see cref="Pause"/>.</summary>
    public void Resume()
    {
        if (!_paused)
            return;
        _paused = false;
        Open();
    }

    private void Pause()
    {
        _paused = true;
        Close();
    }

    private EventLoop LeastLoaded()
    {
        var best = Loop;
        foreach (var sibling in siblings)
        {
            if (sibling.Count + Tolerance < best.Count)
                best = sibling;
        }

        return best;
    }

    private void Serve(EventLoop on, int fd, Client client)
    {
        if (tls is null)
            new Http1Connection(on, fd, null, front, client).Open();
        else
            new TlsHandshake(on, fd, tls, front, client).Open();
    }
}
