using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// One TCP connection to a backend. Reads pass through <see cref="Unread"/>; its buffer is rented only while a request uses the connection.
/// Nothing here takes a cancellation token: whoever wants the exchange to end closes the socket with <see cref="Abort"/>, which costs
/// nothing on the path where nobody does.
/// </summary>
internal sealed class BackendConnection(Socket socket) : IDisposable
{
    private const int InitialBuffer = 8 * 1024;
    private const long NoDeadline = 0;
    private const long DeadlinePassed = -1;
    private const long DeadlineExpected = -2;

    private readonly StallWatch _towardsBackend = new();
    private readonly StallWatch _towardsClient = new();
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private long _deadline;
    private int _disposed;

    /// <summary>Timestamp of the return to the pool.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether an earlier request used it: then its end may have been closed at any time.</summary>
    public bool WasUsed { get; set; }

    public Socket Socket => socket;

    /// <summary>Parsed form of the response head being handled; kept to be filled again.</summary>
    public ResponseHead Head { get; } = new();

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>
    /// Whether nothing arrived since the last response: an end of stream or stray bytes both make the connection useless,
    /// and sending a request after either could pair it with the wrong response.
    /// </summary>
    public bool IsQuiet
    {
        get
        {
            try
            {
                return !socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    public static async ValueTask<BackendConnection> DialAsync(IPEndPoint endPoint, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            using var limit = new CancellationTokenSource(timeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await socket.ConnectAsync(endPoint, both.Token);
            return new BackendConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    /// <summary>Gives the connection a buffer for one exchange.</summary>
    public void Prepare()
    {
        if (_buffer.Length == 0)
            _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
    }

    /// <summary>Receives into the buffer, growing it up to <paramref name="limit"/> bytes when full.</summary>
    /// <returns>Bytes received; 0 at the end of the stream.</returns>
    /// <exception cref="BadResponseException">The buffer is full and may not grow.</exception>
    public async ValueTask<int> FillAsync(int limit)
    {
        MakeRoom(limit);
        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += received;
        return received;
    }

    /// <summary>Receives past the buffer, which must be empty.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> destination) => socket.ReceiveAsync(destination);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sending = socket.SendAsync(bytes);
            bytes = bytes[await (sending.IsCompleted ? sending : _towardsBackend.WaitAsync(sending, Abort))..];
        }
    }

    /// <summary>Waits until the client has taken what came over this connection; <paramref name="cut"/> ends a wait that takes too long.</summary>
    public ValueTask<T> DeliverAsync<T>(ValueTask<T> taking, Action cut) => taking.IsCompleted ? taking : _towardsClient.WaitAsync(taking, cut);

    /// <inheritdoc cref="DeliverAsync{T}(ValueTask{T}, Action)"/>
    public ValueTask DeliverAsync(ValueTask taking, Action cut) => taking.IsCompleted ? taking : _towardsClient.WaitAsync(taking, cut);

    /// <summary>Ends copies that one side has not taken anything of for <paramref name="limit"/> (in timestamp units).</summary>
    public void CutIfStalled(long now, long limit)
    {
        _towardsBackend.CutIfStalled(now, limit);
        _towardsClient.CutIfStalled(now, limit);
    }

    /// <summary>Begins waiting for a response head, for ever until <see cref="StartDeadline"/>.</summary>
    public void ExpectDeadline() => Volatile.Write(ref _deadline, DeadlineExpected);

    /// <summary>
    /// Sets the moment (as a timestamp) at which <see cref="AbortIfOverdue"/> ends the exchange; without effect when the head has arrived,
    /// which may be before the request body is sent.
    /// </summary>
    public void StartDeadline(long timestamp) => Interlocked.CompareExchange(ref _deadline, timestamp, DeadlineExpected);

    /// <summary>Takes the deadline away; <see langword="false"/> when it has already struck.</summary>
    public bool ClearDeadline() => Interlocked.Exchange(ref _deadline, NoDeadline) != DeadlinePassed;

    /// <summary>Whether the deadline ended the exchange.</summary>
    public bool IsOverdue => Volatile.Read(ref _deadline) == DeadlinePassed;

    public void AbortIfOverdue(long now)
    {
        // Compare-exchange: the response may arrive while we look, and an exchange that goes on must not be cut.
        var deadline = Volatile.Read(ref _deadline);
        if (deadline > NoDeadline && deadline <= now && Interlocked.CompareExchange(ref _deadline, DeadlinePassed, deadline) == deadline)
            Abort();
    }

    /// <summary>Makes pending and later socket operations fail. May be called from any thread.</summary>
    public void Abort() => socket.Dispose();

    /// <summary>Returns the buffer. Only by the owner of the exchange, when no receive is pending.</summary>
    public void ReleaseBuffer()
    {
        if (_buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        socket.Dispose();
        ReleaseBuffer();
    }

    private void MakeRoom(int limit)
    {
        if (_end < _buffer.Length)
            return;

        var unread = _end - _start;
        if (unread >= limit)
            throw new BadResponseException($"the head is larger than {limit} bytes");

        var target = _start > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(_start, unread).CopyTo(target);
        if (target != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, unread);
    }
}
