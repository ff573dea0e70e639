using System.Buffers;
using Haloy.Proxy.Native;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.EventLoops;

/// <summary>
/// A TCP connection, with TLS or without, on a loop. It holds no buffer of its own unless bytes wait for the peer: reads go to the loop's
/// buffer, writes go out at once as far as the socket takes them.
/// </summary>
internal abstract unsafe class SocketConnection(EventLoop loop, int fd, TlsSession? tls) : Watched(loop)
{
    /// <summary>What <see cref="Read"/> returns when there is nothing to read now.</summary>
    public const int NothingYet = -1;

    /// <summary>What <see cref="Read"/> returns when the connection is broken.</summary>
    public const int Broken = -2;

    /// <summary>Whoever sends as fast as we read would have the loop for itself: after this many bytes it is the others' turn.</summary>
    protected const int UsualPerTurn = 256 * 1024;

    // Bytes a second below which a peer is taken for one that does not go on at all.
    private const int SlowestPace = 240;

    private byte[] _waiting = [];
    private int _waitingStart;
    private int _waitingEnd;
    private bool _readable;
    private int _taken;
    private bool _hasNextTurn;

    /// <summary>It has no descriptor any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The peer takes nothing at the moment: more should be offered only after <see cref="OnDrained"/>.</summary>
    public bool IsBlocked => _waitingEnd > _waitingStart;

    /// <summary>Bytes read before it is the others' turn.</summary>
    protected int MaxPerTurn { get; set; } = UsualPerTurn;

    /// <summary>Timestamp since when the peer takes nothing; meaningful while <see cref="IsBlocked"/>.</summary>
    protected long BlockedSince { get; private set; }

    /// <summary>The peer has said that it sends no more.</summary>
    protected bool PeerClosed { get; private set; }

    /// <summary>Something may wait in the socket that nobody is going to be told of: the last read took all that it had room for.</summary>
    protected bool MayHoldMore => _readable;

    protected TlsSession? Tls => tls;

    protected int Descriptor => fd;

    public override void Open() => Loop.Watch(this, fd, Readiness.Readable | Readiness.Writable | Readiness.PeerClosed | Readiness.EdgeTriggered);

    public override void OnReady(Readiness events)
    {
        if ((events & (Readiness.PeerClosed | Readiness.HangUp | Readiness.Error)) != 0)
            PeerClosed = true;
        _readable |= (events & ~Readiness.Writable) != 0;
        _taken = 0;
        _hasNextTurn &= events != default;
        // TLS may have to hear something before it can go on to say something.
        if (IsBlocked && ((events & Readiness.Writable) != 0 || tls is not null) && !Drain())
            return;
        OnProgress();
    }

    /// <summary>What was ready has been handled; see <see cref="EventLoop.AtRoundEnd"/>.</summary>
    public virtual void OnRoundEnd()
    {
    }

    public override void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        Loop.Unwatch(this);
        tls?.Dispose();
        Libc.Close(fd);
        Release();
        OnClosed();
    }

    /// <summary>There may be something to read, or room to write.</summary>
    protected abstract void OnProgress();

    /// <summary>The peer has taken everything that waited for it.</summary>
    protected abstract void OnDrained();

    /// <summary>It is closed, by whomever.</summary>
    protected abstract void OnClosed();

    /// <summary>Reads what there is.</summary>
    /// <returns>Bytes read; 0 at the end of the stream; <see cref="NothingYet"/> or <see cref="Broken"/>.</returns>
    protected int Read(Span<byte> destination)
    {
        if (!_readable || (_taken >= MaxPerTurn && WaitForNextTurn()))
            return NothingYet;
        var count = tls is null ? ReadPlain(destination) : ReadTls(destination);
        _taken += Math.Max(count, 0);
        return count;
    }

    /// <summary>Whether bytes, the end of the stream or an error wait in the socket.</summary>
    protected bool HasArrived()
    {
        byte one;
        return Libc.Receive(fd, &one, 1, Libc.Peek) >= 0 || Libc.Error != Libc.WouldBlock;
    }

    /// <summary>Bytes that wait in the socket; negative when it is broken, or TLS does not let it be known.</summary>
    protected int Arrived => tls is null ? Tcp.Available(fd) : Broken;

    /// <summary>Sends as much as the peer takes and keeps the rest for later; <see langword="false"/> when the connection broke, and was closed.</summary>
    protected bool Write(ReadOnlySpan<byte> bytes) => Write(bytes, default);

    /// <summary>Sends two pieces, in one call where the transport can.</summary>
    protected bool Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (IsClosed)
            return false;
        if (!IsBlocked)
        {
            var sent = Send(first, second);
            if (sent == Broken)
            {
                Close();
                return false;
            }

            var ofFirst = Math.Min(sent, first.Length);
            first = first[ofFirst..];
            second = second[(sent - ofFirst)..];
        }

        if (!first.IsEmpty || !second.IsEmpty)
            Keep(first, second);
        return true;
    }

    /// <summary>Tells the peer that nothing more comes, and still reads.</summary>
    protected void FinishSending()
    {
        if (IsClosed)
            return;
        tls?.Shutdown();
        Libc.Shutdown(fd, Libc.ShutdownWrite);
    }

    private bool WaitForNextTurn()
    {
        if (!_hasNextTurn)
            Loop.Again(this);
        return _hasNextTurn = true;
    }

    private int ReadPlain(Span<byte> destination)
    {
        nint count;
        fixed (byte* buffer = destination)
            count = Libc.Receive(fd, buffer, (nuint)destination.Length, 0);
        if (count > 0)
        {
            // What was read is all there was: the next arrival is told anew. An end that was announced is still to be read.
            if (count < destination.Length && !PeerClosed)
                _readable = false;
            return (int)count;
        }

        if (count == 0)
            return 0;
        if (Libc.Error is not (Libc.WouldBlock or Libc.Interrupted))
            return Broken;
        _readable = Libc.Error == Libc.Interrupted;
        return NothingYet;
    }

    private int ReadTls(Span<byte> destination)
    {
        var count = tls!.Read(destination);
        if (count == NothingYet)
            _readable = false;
        return count;
    }

    // Bytes sent, or Broken.
    private int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (tls is not null)
            return SendTls(first, second);
        if (second.IsEmpty)
            return SendPlain(first);
        if (first.IsEmpty)
            return SendPlain(second);
        fixed (byte* a = first, b = second)
        {
            var vectors = stackalloc Libc.IoVector[2];
            vectors[0] = new() { Base = a, Length = (nuint)first.Length };
            vectors[1] = new() { Base = b, Length = (nuint)second.Length };
            var message = new Libc.MessageHeader { Vectors = vectors, VectorCount = 2 };
            return Sent(Libc.SendMessage(fd, &message, Libc.NoSignal));
        }
    }

    private int SendPlain(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* buffer = bytes)
            return Sent(Libc.Send(fd, buffer, (nuint)bytes.Length, Libc.NoSignal));
    }

    private static int Sent(nint count) =>
        count < 0 && Libc.Error is not (Libc.WouldBlock or Libc.Interrupted) ? Broken : (int)Math.Max(count, 0);

    private int SendTls(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var total = 0;
        while (!first.IsEmpty || !second.IsEmpty)
        {
            var part = first.IsEmpty ? second : first;
            var count = tls!.Write(part);
            if (count == Broken)
                return Broken;
            if (count <= 0)
                break;
            total += count;
            if (first.IsEmpty)
                second = second[count..];
            else
                first = first[count..];
        }

        return total;
    }

    private void Keep(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (!IsBlocked)
            BlockedSince = Loop.Now;
        var needed = first.Length + second.Length;
        if (_waiting.Length - _waitingEnd < needed)
            MakeRoom(needed);
        first.CopyTo(_waiting.AsSpan(_waitingEnd));
        second.CopyTo(_waiting.AsSpan(_waitingEnd + first.Length));
        _waitingEnd += needed;
    }

    private void MakeRoom(int needed)
    {
        var length = _waitingEnd - _waitingStart;
        var larger = ArrayPool<byte>.Shared.Rent(length + needed);
        _waiting.AsSpan(_waitingStart, length).CopyTo(larger);
        Release();
        (_waiting, _waitingEnd) = (larger, length);
    }

    // False when nothing more can be done now, or the connection broke.
    private bool Drain()
    {
        var sent = Send(_waiting.AsSpan(_waitingStart, _waitingEnd - _waitingStart), default);
        if (sent == Broken)
        {
            Close();
            return false;
        }

        _waitingStart += sent;
        BlockedSince = Math.Min(Loop.Now, BlockedSince + (sent * Loop.TicksPerSecond / SlowestPace));
        if (IsBlocked)
            return true;
        Release();
        OnDrained();
        return !IsClosed;
    }

    private void Release()
    {
        if (_waiting.Length > 0)
            ArrayPool<byte>.Shared.Return(_waiting);
        (_waiting, _waitingStart, _waitingEnd) = ([], 0, 0);
    }
}
