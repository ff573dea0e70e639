using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Haloy.Proxy.Native;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.EventLoops;

/// <summary>
/// One thread that waits for its descriptors and does what follows, nothing of which may block. What belongs to a loop is touched by its
/// thread only, so nothing needs a lock; other threads come in through <see cref="Post"/>.
/// </summary>
internal sealed unsafe partial class EventLoop : IDisposable
{
    private const int MaxEvents = 256;

    // struct epoll_event is packed on x86-64 and nowhere else.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - sizeof(ulong);

    private readonly int _epoll = Check(Libc.EpollCreate(Libc.CloseOnExec), "epoll_create1");
    private readonly int _wake = Check(Libc.EventFd(0, Libc.NonBlocking | Libc.CloseOnExec), "eventfd");
    private readonly byte* _events = (byte*)NativeMemory.Alloc((nuint)(MaxEvents * EventSize));
    private readonly byte* _readBuffer = (byte*)NativeMemory.Alloc(ReadBufferSize);
    private readonly byte* _frameBuffer = (byte*)NativeMemory.Alloc(ReadBufferSize);
    private readonly byte* _gatherBuffer = (byte*)NativeMemory.Alloc(WriteBufferSize);
    private readonly byte* _writeBuffer = (byte*)NativeMemory.Alloc(WriteBufferSize);
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private Watched?[] _watched = new Watched?[64];
    private uint[] _generations = new uint[64];
    private readonly Stack<int> _free = [];
    private int _used;
    private readonly Queue<SocketConnection> _again = [];
    private readonly List<SocketConnection> _atRoundEnd = [];
    private readonly Queue<Action> _later = [];
    private readonly Lock _waking = new();
    private bool _freed;
    private bool _stopping;
    private volatile bool _tickIsDue;

    public EventLoop(int index, TimeProvider time, ILogger logger, string name = "visitors")
    {
        (Index, _time, _logger) = (index, time, logger);
        Now = time.GetTimestamp();
        Gathered = new GatherBuffer(_gatherBuffer, WriteBufferSize);
        Control(Libc.EpollAdd, _wake, Readiness.Readable, ulong.MaxValue);
        _thread = new Thread(Run) { IsBackground = true, Name = $"proxy {name} {index}" };
    }

    /// <summary>Bytes that one read brings at most.</summary>
    public const int ReadBufferSize = 64 * 1024;

    /// <summary>Bytes that are gathered for one write at most.</summary>
    public const int WriteBufferSize = 32 * 1024;

    /// <summary>Its number among its siblings.</summary>
    public int Index { get; }

    /// <summary>Timestamp of the current round.</summary>
    public long Now { get; private set; }

    /// <summary>What <see cref="Now"/> goes on by in a second.</summary>
    public long TicksPerSecond => _time.TimestampFrequency;

    /// <summary>How many connections live here; other threads may read it.</summary>
    public int Count => Volatile.Read(ref _used) - _free.Count;

    /// <summary>Where reads go; what is in it is gone at the next read of anybody.</summary>
    public Span<byte> ReadBuffer => new(_readBuffer, ReadBufferSize);

    /// <summary>Where frames are read to: handling one may read what belongs to another stream, so it is not <see cref="ReadBuffer"/>.</summary>
    public Span<byte> FrameBuffer => new(_frameBuffer, ReadBufferSize);

    /// <summary>What the connection whose turn it is sends in small pieces.</summary>
    public GatherBuffer Gathered { get; }

    /// <summary>Room for something that is written and sent at once.</summary>
    public Span<byte> WriteBuffer => new(_writeBuffer, WriteBufferSize);

    public void Start() => _thread.Start();

    /// <summary>Ends the thread after closing everything; waits for it. What is posted from now on is not done any more.</summary>
    public void Dispose()
    {
        if (_thread.IsAlive)
        {
            Post(() => _stopping = true);
            _thread.Join();
        }

        Free();
    }

    /// <summary>Runs <paramref name="work"/> on the loop's thread. From any thread.</summary>
    public void Post(Action work)
    {
        _posted.Enqueue(work);
        Wake();
    }

    /// <summary>As <see cref="Post"/>; ends when <paramref name="work"/> is done. For other threads.</summary>
    public Task PostAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            Guard(work);
            done.SetResult();
        });
        return done.Task;
    }

    /// <summary>Lets every connection look at its deadlines. From any thread.</summary>
    public void Tick()
    {
        _tickIsDue = true;
        Wake();
    }

    /// <summary>Lets a connection go on after the others have had their turn.</summary>
    public void Again(SocketConnection connection) => _again.Enqueue(connection);

    /// <summary>Does work after everybody else has had their turn. On the loop's thread.</summary>
    public void Later(Action work) => _later.Enqueue(work);

    /// <summary>Calls <see cref="SocketConnection.OnRoundEnd"/> when everything that is ready now has been handled.</summary>
    public void AtRoundEnd(SocketConnection connection) => _atRoundEnd.Add(connection);

    /// <summary>Begins watching; events come to <see cref="Watched.OnReady"/>.</summary>
    public void Watch(Watched item, int fd, Readiness events)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _used;
            Volatile.Write(ref _used, _used + 1);
            if (slot == _watched.Length)
            {
                Array.Resize(ref _watched, slot * 2);
                Array.Resize(ref _generations, slot * 2);
            }
        }

        _watched[slot] = item;
        item.Slot = slot;
        Control(Libc.EpollAdd, fd, events, ((ulong)_generations[slot] << 32) | (uint)slot);
    }

    /// <summary>Lets <paramref name="item"/> take over the descriptor of <paramref name="predecessor"/>.</summary>
    public void Replace(Watched predecessor, Watched item)
    {
        (item.Slot, predecessor.Slot) = (predecessor.Slot, -1);
        _watched[item.Slot] = item;
    }

    /// <summary>Forgets an item whose descriptor is about to be closed, which ends the watching. Events of it that are under way are dropped.</summary>
    public void Unwatch(Watched item)
    {
        if (item.Slot < 0)
            return;
        _watched[item.Slot] = null;
        _generations[item.Slot]++;
        _free.Push(item.Slot);
        item.Slot = -1;
    }

    /// <summary>Ends the watching of a descriptor that stays open.</summary>
    public void Ignore(int fd) => Control(Libc.EpollDelete, fd, default, 0);

    /// <summary>Everything watched now.</summary>
    public IEnumerable<Watched> All()
    {
        for (var i = 0; i < _used; i++)
        {
            if (_watched[i] is { } item)
                yield return item;
        }
    }

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call} failed: {Marshal.GetPInvokeErrorMessage(Libc.Error)}");

    private void Run()
    {
        while (!_stopping)
        {
            var count = Libc.EpollWait(_epoll, _events, MaxEvents, _again.Count + _later.Count > 0 ? 0 : -1);
            Now = _time.GetTimestamp();
            for (var waiting = _again.Count; waiting > 0; waiting--)
                GoOn(_again.Dequeue());
            for (var i = 0; i < count; i++)
                Handle(_events + (i * EventSize));
            if (_tickIsDue)
                TickAll();
            for (var waiting = _later.Count; waiting > 0; waiting--)
                Guard(_later.Dequeue());
            while (_posted.TryDequeue(out var work))
                Guard(work);
            EndRound();
        }

        foreach (var item in All().ToArray())
            Guard(item.Close);
    }

    // Under the lock of Wake: a number that was closed may be somebody else's descriptor a moment later.
    private void Free()
    {
        lock (_waking)
        {
            if (_freed)
                return;
            _freed = true;
            Libc.Close(_epoll);
            Libc.Close(_wake);
            NativeMemory.Free(_events);
            NativeMemory.Free(_readBuffer);
            NativeMemory.Free(_frameBuffer);
            NativeMemory.Free(_gatherBuffer);
            NativeMemory.Free(_writeBuffer);
        }
    }

    private void Handle(byte* happened)
    {
        var data = *(ulong*)(happened + DataOffset);
        if (data == ulong.MaxValue)
        {
            ulong drained;
            Libc.Read(_wake, &drained, sizeof(ulong));
            return;
        }

        var slot = (int)(uint)data;
        if (_watched[slot] is { } item && _generations[slot] == (uint)(data >> 32))
            Handle(item, (Readiness)(*(uint*)happened));
    }

    private void Handle(Watched item, Readiness events)
    {
        try
        {
            item.OnReady(events);
        }
        catch (Exception e)
        {
            EndDefect(item, e);
        }

        EndTurn();
    }

    // What is gathered and not sent would be the beginning of the next connection's answer.
    private void EndTurn()
    {
        if (Gathered.Length > 0 && Gathered.Abandon() is { } owner)
            EndDefect(owner, new InvalidOperationException("Bytes were gathered and not sent."));
    }

    private void EndDefect(Watched item, Exception defect)
    {
        LogDefect(defect);
        try
        {
            item.OnDefect();
        }
        catch (Exception e)
        {
            LogDefect(e);
        }
    }

    private void EndRound()
    {
        for (var i = 0; i < _atRoundEnd.Count; i++)
        {
            try
            {
                _atRoundEnd[i].OnRoundEnd();
            }
            catch (Exception e)
            {
                EndDefect(_atRoundEnd[i], e);
            }

            EndTurn();
        }

        _atRoundEnd.Clear();
    }

    private void GoOn(SocketConnection connection)
    {
        if (!connection.IsClosed)
            Handle(connection, default);
    }

    private void TickAll()
    {
        _tickIsDue = false;
        for (var i = 0; i < _used; i++)
        {
            if (_watched[i] is { } item)
                Tick(item);
        }
    }

    private void Tick(Watched item)
    {
        try
        {
            item.OnTick(Now);
        }
        catch (Exception e)
        {
            EndDefect(item, e);
        }

        EndTurn();
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            LogDefect(e);
        }

        EndTurn();
    }

    /// <summary>Tells the operator that clients have to wait.</summary>
    [LoggerMessage(EventId = 4402, Level = LogLevel.Warning, Message = "No descriptor is free: who wants to connect has to wait until somebody leaves")]
    public partial void LogNoDescriptor();

    private void Wake()
    {
        var one = 1ul;
        lock (_waking)
        {
            if (!_freed)
                Libc.Write(_wake, &one, sizeof(ulong));
        }
    }

    private void Control(int operation, int fd, Readiness events, ulong data)
    {
        var change = stackalloc byte[16];
        *(uint*)change = (uint)events;
        *(ulong*)(change + DataOffset) = data;
        Check(Libc.EpollControl(_epoll, operation, fd, change), "epoll_ctl");
    }

    [LoggerMessage(EventId = 4401, Level = LogLevel.Error, Message = "A connection was closed by a defect of the proxy")]
    private partial void LogDefect(Exception exception);
}
