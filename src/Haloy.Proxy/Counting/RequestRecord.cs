using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Counting;

/// <summary>
/// What becomes of one request, for the counters and the access log: told by the client's side and by the exchange as it happens. Used again for the
/// next request; until <see cref="Begin"/>, and after one of the ends, nothing counts.
/// </summary>
internal sealed class RequestRecord(EventLoop loop, Meter unrouted)
{
    private static readonly long MicrosecondsPerSecond = 1_000_000;

    private readonly long _ticksPerMicrosecond = Math.Max(1, loop.TicksPerSecond / MicrosecondsPerSecond);
    private Tally? _route;
    private Tally? _deployment;
    private string? _deploymentId;
    private AccessLine? _line;
    private long _began;
    private long _claimed;
    private long _received;
    private long _sent;
    private long _sentCounted;
    private int _status;
    private bool _isOpen;
    private bool _isPage;
    private bool _isTunnel;
    private bool _wasTried;

    /// <summary>The line that the access log is to have of it; <see langword="null"/> when none is wanted.</summary>
    public AccessLine? Line => _line;

    /// <summary>Whether a request has begun and not ended.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>The head of a request was read.</summary>
    /// <param name="line">What the access log will say, or <see langword="null"/>.</param>
    public void Begin(AccessLine? line = null)
    {
        (_isOpen, _isPage, _isTunnel, _wasTried, _status) = (true, false, false, false, 0);
        (_route, _deployment, _deploymentId, _line) = (null, null, null, line);
        (_received, _sent, _sentCounted) = (0, 0, 0);
        _began = loop.Now;
    }

    /// <summary>It belongs to a route, or to none. It counts where it was led first, should the table change under it.</summary>
    public void Route(Meter? meter)
    {
        if (_route is not null)
            return;
        _route = (meter ?? unrouted).On(loop.Index);
        Enter(_route);
    }

    /// <summary>It goes to a backend: the first, or another one after that failed.</summary>
    public void Claim(Backend backend)
    {
        if (_wasTried)
        {
            _route?.Add(Cell.Retried);
            if (_deployment is { } failed)
                Leave(failed, Cell.Retried);
        }

        _wasTried = true;
        _claimed = loop.Now;
        _deploymentId = backend.Key.Deployment;
        _deployment = backend.Meter?.On(loop.Index);
        if (_deployment is { } next)
            Enter(next);
    }

    /// <summary>The head of the app's answer is passed on.</summary>
    public void Answer(int status)
    {
        _status = status;
        _route?.AddHead(Since(_began));
        _deployment?.AddHead(Since(_claimed));
    }

    /// <summary>It is answered by a page of our own, or a redirect, of so many bytes.</summary>
    public void Page(int status, int bytes)
    {
        (_status, _isPage) = (status, true);
        _sent += bytes;
    }

    /// <summary>Body bytes came from the client.</summary>
    public void Receive(int count) => _received += count;

    /// <summary>Body bytes went to the client.</summary>
    public void Send(int count) => _sent += count;

    /// <summary>It became a tunnel; how that ends is nobody's fault.</summary>
    public void OpenTunnel(int status)
    {
        (_status, _isTunnel) = (status, true);
        WriteLine(null);
        Turn(_route);
        Turn(_deployment);

        static void Turn(Tally? tally)
        {
            if (tally is null)
                return;
            Leave(tally, Cell.TunnelsTotal);
            tally.Add(Cell.Tunnels);
        }
    }

    /// <summary>Counts the bytes of what goes on for long.</summary>
    public void Flush()
    {
        CountBytes(_route);
        CountBytes(_deployment);
        (_received, _sentCounted) = (0, _sent);
    }

    /// <summary>Its answer is complete.</summary>
    public void End()
    {
        if (!_isOpen)
            return;
        if (_status == 0)
        {
            Abandon();
            return;
        }

        if (!_isPage && !_isTunnel)
        {
            _route?.AddTotal(Since(_began));
            _deployment?.AddTotal(Since(_claimed));
        }

        Close(CellOfStatus(), null);
    }

    /// <summary>Its answer broke off.</summary>
    public void Cut() => Close(Cell.Cut, "cut");

    /// <summary>The client went away.</summary>
    public void Abandon() => Close(Cell.Abandoned, "abandoned");

    private void Close(Cell way, string? ended)
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        Flush();
        if (_route is { } route)
            Leave(route);
        if (_deployment is { } deployment)
            Leave(deployment);
        WriteLine(ended);

        void Leave(Tally tally)
        {
            if (_isTunnel)
                tally.Add(Cell.Tunnels, -1);
            else
                RequestRecord.Leave(tally, way);
        }
    }

    private static void Enter(Tally tally)
    {
        tally.Add(Cell.Requests);
        tally.Add(Cell.InFlight);
    }

    private static void Leave(Tally tally, Cell way)
    {
        tally.Add(way);
        tally.Add(Cell.InFlight, -1);
    }

    private Cell CellOfStatus() => _isPage
        ? _status switch { 502 => Cell.Page502, 503 => Cell.Page503, 504 => Cell.Page504, _ => Cell.PageOther }
        : _status switch { < 300 => Cell.Status2xx, < 400 => Cell.Status3xx, < 500 => Cell.Status4xx, _ => Cell.Status5xx };

    private void CountBytes(Tally? tally)
    {
        if (tally is null)
            return;
        if (_received > 0)
            tally.Add(Cell.BytesIn, _received);
        if (_sent > _sentCounted)
            tally.Add(Cell.BytesOut, _sent - _sentCounted);
    }

    private void WriteLine(string? ended)
    {
        if (_line is not { } line)
            return;
        _line = null;
        line.Write(new(_status, Since(_began), _sent, _deploymentId, ended), loop);
    }

    private long Since(long timestamp) => (loop.Now - timestamp) / _ticksPerMicrosecond;
}
