using System.Net;
using Haloy.Core;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.AccessLogs;

/// <summary>
/// The access log of a proxy: JSON lines for a file, as many as its owner wants, and all of them for whoever follows it over the control socket.
/// While nobody wants any, a request costs a look at <see cref="IsOn"/>.
/// </summary>
internal sealed class AccessLog(AccessLogSampling sampling, Func<Stream> openFile, int loops, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Followers at a time.</summary>
    private const int MaxReaders = 32;

    private readonly AccessLogLane?[] _lanes = new AccessLogLane?[loops];
    private readonly Lock _lock = new();
    private readonly Signal _signal = new();
    private volatile IAccessLogReader[] _readers = [];
    private volatile bool _isOn = sampling.Every > 0;
    private int _isAwake;
    private AccessLogPump? _pump;

    /// <summary>Whether lines are wanted.</summary>
    public bool IsOn => _isOn;

    /// <summary>Lines that were lost before anybody could get them.</summary>
    public long Lost
    {
        get
        {
            var lost = 0L;
            foreach (var lane in _lanes)
                lost += lane?.Ring.Lost ?? 0;
            return lost;
        }
    }

    /// <summary>Those who follow it.</summary>
    public IReadOnlyList<IAccessLogReader> Readers => _readers;

    /// <summary>The loops' lanes, as far as there are such.</summary>
    public IReadOnlyList<AccessLogLane?> Lanes => _lanes;

    /// <summary>Begins the line of a request; <see langword="null"/> when there is to be none. On the loop that has the request.</summary>
    public AccessLine? Begin(EventLoop loop, RequestHead request, ReadOnlySpan<byte> bytes, IPAddress? visitor, ReadOnlySpan<byte> protocol)
    {
        var lane = _lanes[loop.Index];
        if (lane is null)
            Volatile.Write(ref _lanes[loop.Index], lane = new AccessLogLane());
        var isKept = lane.TakesNext(sampling);
        if (!isKept && _readers.Length == 0)
            return null;
        var line = new AccessLine(this, lane, isKept);
        line.Describe(time.GetUtcNow(), request, bytes, visitor, protocol);
        return line;
    }

    /// <summary>Hands a finished line over. On the loop of <paramref name="lane"/>.</summary>
    public void Add(AccessLogLane lane, ReadOnlySpan<byte> line, bool isKept)
    {
        lane.Ring.Add(line, isKept);
        // A full fence between the line and the look: either the pump sees the line or we see that it sleeps.
        if (Interlocked.Exchange(ref _isAwake, 1) == 0)
            _signal.Set();
    }

    /// <summary>Begins to work, if there is something to do.</summary>
    public void Start()
    {
        if (_isOn)
            StartPump();
    }

    /// <summary>Lets somebody follow; <see langword="false"/> when there are too many.</summary>
    public bool TryFollow(IAccessLogReader reader)
    {
        lock (_lock)
        {
            if (_readers.Length >= MaxReaders)
                return false;
            _readers = [.. _readers, reader];
            _isOn = true;
        }

        StartPump();
        return true;
    }

    public void Unfollow(IAccessLogReader reader)
    {
        lock (_lock)
        {
            _readers = [.. _readers.Where(r => r != reader)];
            _isOn = sampling.Every > 0 || _readers.Length > 0;
        }
    }

    /// <summary>Returns when there may be lines. For the pump.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _signal.WaitAsync(Timeout.InfiniteTimeSpan, time, cancellationToken);
        Interlocked.Exchange(ref _isAwake, 0);
    }

    /// <summary>Writes what there is still, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        AccessLogPump? pump;
        lock (_lock)
            (pump, _pump, _isOn) = (_pump, null, false);
        if (pump is not null)
            await pump.DisposeAsync();
    }

    private void StartPump()
    {
        lock (_lock)
            _pump ??= new AccessLogPump(this, sampling.Every > 0 ? openFile() : Stream.Null, time);
    }
}
