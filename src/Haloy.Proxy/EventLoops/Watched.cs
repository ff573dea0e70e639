namespace Haloy.Proxy.EventLoops;

/// <summary>What happened to a file descriptor (epoll_ctl(2)).</summary>
[Flags]
internal enum Readiness : uint
{
    Readable = 0x001,
    Writable = 0x004,
    Error = 0x008,
    HangUp = 0x010,

    /// <summary>The peer has finished sending.</summary>
    PeerClosed = 0x2000,

    /// <summary>Told once per change, not for as long as it lasts.</summary>
    EdgeTriggered = 1u << 31,

    /// <summary>Of several loops that watch one descriptor, not all are woken.</summary>
    Exclusive = 1u << 28,
}

/// <summary>Something with a file descriptor that lives on one <see cref="EventLoop"/>; everything of it happens on that loop's thread.</summary>
internal abstract class Watched(EventLoop loop)
{
    public EventLoop Loop { get; } = loop;

    /// <summary>Its place in the loop's table; -1 while it is in none.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>Begins to live on its loop.</summary>
    public abstract void Open();

    /// <summary>Begins to live on its loop in the place of what watched its descriptor before.</summary>
    public void Open(Watched predecessor)
    {
        Loop.Replace(predecessor, this);
        OnReady(predecessor.Told | Readiness.Readable | Readiness.Writable);
    }

    /// <summary>What it was told that whoever takes its place has to know: nobody is told again.</summary>
    protected virtual Readiness Told => default;

    /// <summary>Something happened.</summary>
    public abstract void OnReady(Readiness events);

    /// <summary>About a second has passed: the time for deadlines.</summary>
    public virtual void OnTick(long now)
    {
    }

    /// <summary>A defect of ours was met in one of the above: it must cost this, not the others.</summary>
    public virtual void OnDefect() => Close();

    /// <summary>Ends it at once, whatever it is doing.</summary>
    public abstract void Close();
}
