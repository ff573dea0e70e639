using System.Buffers;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.Forwarding;

/// <summary>A TCP connection to a backend: being dialled, used by one <see cref="Exchange"/>, or idle in its pool.</summary>
internal sealed class BackendConnection(EventLoop loop, int fd, BackendPool pool) : SocketConnection(loop, fd, tls: null)
{
    private byte[] _held = [];
    private int _heldLength;
    private bool _isDialling = true;

    /// <summary>The exchange that uses it; <see langword="null"/> while it is idle.</summary>
    public Exchange? User { get; set; }

    /// <summary>Whether an earlier request used it: then its end may have been closed at any time.</summary>
    public bool WasUsed { get; set; }

    /// <summary>Timestamp of the return to the pool.</summary>
    public long IdleSince { get; set; }

    /// <summary>Parsed form of the response head being handled; kept to be filled again.</summary>
    public ResponseHead Head { get; } = new();

    /// <summary>Timestamp since when the backend takes nothing, or <see langword="null"/>.</summary>
    public long? StalledSince => IsBlocked ? BlockedSince : null;

    /// <summary>Whether nothing has arrived since the last response: an end of stream or stray bytes both make the connection useless.</summary>
    public bool IsQuiet => !HasArrived();

    /// <summary>Receives a part of a response; together with what <see cref="Hold"/> kept when there is such.</summary>
    /// <param name="most">Bytes wanted at most.</param>
    /// <param name="data">What there is, valid until the next read on the loop or call of this connection.</param>
    /// <returns>As <see cref="SocketConnection.Read"/>.</returns>
    public int Receive(int most, out ReadOnlySpan<byte> data)
    {
        if (_heldLength == 0)
        {
            var count = Read(Loop.ReadBuffer[..most]);
            data = Loop.ReadBuffer[..Math.Max(count, 0)];
            return count;
        }

        if (_heldLength == _held.Length)
            Grow();
        var more = Read(_held.AsSpan(_heldLength));
        _heldLength += Math.Max(more, 0);
        data = _held.AsSpan(0, _heldLength);
        return more;
    }

    /// <summary>Keeps the beginning of something that is not complete.</summary>
    public void Hold(ReadOnlySpan<byte> data)
    {
        if (_held.Length < data.Length)
        {
            ReleaseHeld();
            _held = ArrayPool<byte>.Shared.Rent(Math.Max(data.Length * 2, 4096));
        }

        data.CopyTo(_held);
        _heldLength = data.Length;
    }

    /// <summary>Lets go of what was kept.</summary>
    public void ReleaseHeld()
    {
        if (_held.Length > 0)
            ArrayPool<byte>.Shared.Return(_held);
        (_held, _heldLength) = ([], 0);
    }

    /// <summary>Whether a part of a head is kept.</summary>
    public bool HoldsPart => _heldLength > 0;

    /// <inheritdoc cref="SocketConnection.Write(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public bool Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default) => Write(first, second);

    /// <summary>Tells the backend that nothing more comes.</summary>
    public void EndSending() => FinishSending();

    public override void OnTick(long now)
    {
        if (User is { } user)
            user.OnTick(now);
        else
            pool.CloseIfOld(this, now);
    }

    protected override void OnProgress()
    {
        if (_isDialling)
        {
            var error = Tcp.ErrorOf(Descriptor);
            _isDialling = false;
            User?.OnDialled(error);
        }
        else if (User is { } user)
        {
            user.OnBackendProgress();
        }
        else if (!IsQuiet)
        {
            // An end of stream or stray bytes: a request sent after either could be paired with the wrong response.
            Close();
        }
    }

    protected override void OnDrained() => User?.OnBackendDrained();

    protected override void OnClosed()
    {
        ReleaseHeld();
        pool.Remove(this);
        if (User is { } user)
        {
            User = null;
            user.OnBackendClosed();
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_held.Length * 2);
        _held.AsSpan(0, _heldLength).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_held);
        _held = larger;
    }
}
