using System.Net.Sockets;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.EventLoops;

/// <summary>A loop's hand on a listening socket. Accepts one connection a round, so that loops that share the socket have some as well.</summary>
/// <param name="loop">Where it is watched.</param>
/// <param name="socket">Belongs to somebody else, who closes it after <see cref="Close"/>.</param>
/// <param name="sharing"><see cref="Readiness.Exclusive"/> when several loops watch it.</param>
internal abstract class ListeningSocket(EventLoop loop, Socket socket, Readiness sharing) : Watched(loop)
{
    private bool _paused;

    protected int Descriptor { get; } = (int)socket.Handle;

    public override void Open() => Loop.Watch(this, Descriptor, Readiness.Readable | sharing);

    public override void OnReady(Readiness events)
    {
        if (TryAccept() || Libc.Error is not (Libc.TooManyFiles or Libc.TooManyFilesInSystem))
            return;
        // Without a free descriptor the socket would stay ready for ever: wait for somebody to leave.
        Loop.LogNoDescriptor();
        Close();
        _paused = true;
    }

    /// <summary>That was about one connection; the others still want to come in.</summary>
    public override void OnDefect()
    {
    }

    /// <summary>Accepts no more.</summary>
    public override void Close()
    {
        _paused = false;
        if (Slot < 0)
            return;
        Loop.Ignore(Descriptor);
        Loop.Unwatch(this);
    }

    /// <summary>Takes those who stand in the queue already, then accepts no more.</summary>
    public void Finish(int queue)
    {
        while (Slot >= 0 && queue-- > 0 && TryAccept())
        {
        }

        Close();
    }

    /// <summary>Accepts again when it had to pause.</summary>
    public void Resume()
    {
        if (!_paused)
            return;
        _paused = false;
        Open();
    }

    /// <summary>Takes the next connection; <see langword="false"/> and <see cref="Libc.Error"/> when there is none.</summary>
    protected abstract bool TryAccept();
}
