using System.Runtime.InteropServices;
using Haloy.Proxy.Counting;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Http1;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Native;
using Haloy.Proxy.Pages;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// One request on its way: claims a backend, sends, relays the response, tries again where that is safe and gives up where it is not.
/// It lives on the loop of its client and backend, so each step runs to its end before anything else happens. Used again for the
/// client's next request.
/// </summary>
internal sealed partial class Exchange(EventLoop loop, Forwarder forwarder, IClientStream client)
{
    // What makes whoever gets it hang up must not go to all of them in turn.
    private const int MaxRepeats = 2;

    // Whoever says again and again that he has not looked at it shall not make us ask for ever.
    private const int MaxRefusals = 5;

    private readonly List<Backend> _tried = [];
    private Destination _destination;
    private Backend? _backend;
    private IBackendStream? _stream;
    private Stage _stage;
    private SentHead _head = new();
    private bool _idempotent;
    private int _repeats;
    private int _refusals;
    private bool _sent;
    private long _deadline;
    private long _active;
    private Upload _upload;

    private enum Stage
    {
        Idle,
        Parked,
        Dialling,
        AwaitingHead,
        Relaying,
        Tunnelling,
    }

    /// <summary>Whether a request is under way.</summary>
    public bool IsActive => _stage != Stage.Idle;

    /// <summary>Whether the exchange waits for more of the request body.</summary>
    public bool WantsBody => !_upload.IsComplete && _stage is Stage.AwaitingHead or Stage.Relaying && _stream is { IsBlocked: false };

    /// <summary>
    /// Whether the answer waits for more of the request body. Of a backend that speaks HTTP/2 that is not known: in gRPC both sides may say
    /// something at any time, or nothing for long.
    /// </summary>
    public bool AwaitsBody => _stage == Stage.AwaitingHead && WantsBody && !_backend!.Key.SpeaksHttp2;

    /// <summary>What becomes of the request, for counters and log.</summary>
    public RequestRecord Record { get; } = new(loop, forwarder.Unrouted);

    /// <summary>The request's head, while it is not answered.</summary>
    public ref SentHead Head => ref _head;

    /// <summary>Forwards a request whose head is the first <paramref name="headLength"/> bytes of <see cref="Head"/>.</summary>
    public void Start(RequestHead request, int headLength, in Destination destination)
    {
        Keep(request, headLength);
        Restart(destination);
    }

    /// <summary>The request has been routed anew.</summary>
    public void Restart(in Destination destination)
    {
        _destination = destination;
        _upload.Limit(destination.Options.MaxBody);
        TryNext();
    }

    /// <summary>More of the request body, or tunnelled bytes, may have arrived.</summary>
    public void OnClientProgress()
    {
        _active = loop.Now;
        if (_stage == Stage.Tunnelling)
            PumpTunnel();
        else if (WantsBody)
            PumpRequest();
    }

    /// <summary>The client does not send the body that the answer waits for.</summary>
    public void GiveUpBody() => RefuseBody(new BadRequestException(408, "The body of the request did not come in time"));

    /// <summary>The client takes bytes again.</summary>
    public void OnClientDrained() => OnBackendProgress();

    /// <summary>The client went away: whatever is under way is of no use any more.</summary>
    public void Abandon()
    {
        if (!IsActive)
            return;
        CancelStream();
        End(served: null);
    }

    public void OnDialled(int error)
    {
        if (error != 0)
        {
            FailDial(Marshal.GetPInvokeErrorMessage(error));
            return;
        }

        _backend!.Readmit();
        Send();
    }

    /// <summary>There is no connection.</summary>
    public void OnDialFailed(string reason) => FailDial(reason);

    /// <summary>The backend says that it has not looked at the request.</summary>
    public void OnRefused() => Fail(_stage == Stage.Relaying ? Attempt.Truncated : Attempt.NotSent);

    public void OnBackendProgress()
    {
        _active = loop.Now;
        switch (_stage)
        {
            case Stage.AwaitingHead or Stage.Relaying:
                PumpResponse();
                break;
            case Stage.Tunnelling:
                PumpTunnel();
                break;
        }
    }

    public void OnBackendDrained() => OnClientProgress();

    /// <summary>The connection was closed under way: by a write that failed.</summary>
    public void OnBackendClosed()
    {
        if (_stage == Stage.Dialling)
            FailDial("the connection was closed");
        else if (_stage == Stage.Tunnelling)
            CloseTunnel();
        else if (IsActive)
            Fail(_stage == Stage.Relaying ? Attempt.Truncated : _sent ? Attempt.NoResponse : Attempt.NotSent);
    }

    public void OnTick(long now)
    {
        Record.Flush();
        if (_deadline != 0 && now >= _deadline && _stage is Stage.Dialling or Stage.AwaitingHead)
        {
            if (_stage == Stage.Dialling)
                FailDial($"no connection within {_destination.Options.DialTimeout.TotalSeconds:0} s", eject: _stream is not { IsInLine: true });
            else
                Fail(Attempt.TimedOut);
        }
        else if (_stream?.IsStalled(forwarder, now) == true)
        {
            if (_stage == Stage.Tunnelling)
                CloseTunnel();
            else
                Fail(Attempt.Stalled);
        }
        else if (_destination.Options is { IdleTimeout: { } limit } && now >= forwarder.DeadlineIn(limit, _active))
        {
            EndIdle();
        }
    }

    private void EndIdle()
    {
        if (_stage == Stage.Tunnelling)
            CloseTunnel();
        else if (_stage == Stage.Relaying)
            Fail(Attempt.Idle);
        else if (_stage == Stage.AwaitingHead && !_upload.IsComplete)
            RefuseBody(new BadRequestException(408, "The body of the request did not arrive in time"));
    }

    private void TryNext()
    {
        var picked = Pick();
        if (_backend is not null)
        {
            Record.Claim(_backend);
            Connect(fresh: false);
            return;
        }

        _stage = Stage.Idle;
        if (picked == PickResult.TableIsStale)
        {
            RouteAgain();
            return;
        }

        var none = _tried.Count == 0;
        Answer(none ? _destination.Options.NoBackendsPage : _destination.Options.UnavailablePage, close: _upload.IsTouched);
    }

    // A fresh one is dialled after a pooled one turned out dead, which says nothing about the backend.
    private void Connect(bool fresh)
    {
        var pool = _backend!.PoolOn(loop);
        (_sent, _interim, _deadline) = (false, 0, 0);
        if (_backend.Key.SpeaksHttp2 && client.WantsUpgrade)
        {
            RefuseUpgrade();
            return;
        }

        if (!fresh && pool.TryTake(this, careful: !_idempotent || _upload.HasBody) is { } pooled)
        {
            _stream = pooled;
            Send();
            return;
        }

        _stage = Stage.Dialling;
        _deadline = forwarder.DeadlineIn(_destination.Options.DialTimeout, loop.Now);
        _stream = pool.Dial(this);
        if (_stream is not null)
            return;
        // That we have no descriptor left says nothing about the backend.
        var error = Libc.Error;
        FailDial(Marshal.GetPInvokeErrorMessage(error), eject: error is not (Libc.TooManyFiles or Libc.TooManyFilesInSystem));
    }

    private void FailDial(string reason, bool eject = true)
    {
        CancelStream();
        if (eject)
            _backend!.Eject(_destination.Options.Ejection);
        forwarder.Failures.Add(_backend!, Attempt.Unreachable, client.Host, reason);
        _backend!.Leave(served: null);
        _tried.Add(_backend);
        _backend = null;
        TryNext();
    }

    private void Send()
    {
        _stage = Stage.AwaitingHead;
        _deadline = 0;
        if (_backend!.Key.SpeaksHttp2)
            _upload.Keep();
        if (!_stream!.SendHead(_head, _destination.Strip, _upload.Kind))
            return;
        _sent = true;
        _active = loop.Now;
        if (_upload.IsComplete)
            StartDeadline();
        else
            PumpRequest();
    }

    private void StartDeadline()
    {
        if (_destination.Options.ResponseHeadTimeout is { } limit && _stage == Stage.AwaitingHead)
            _deadline = forwarder.DeadlineIn(limit, loop.Now);
    }

    private void PumpRequest()
    {
        try
        {
            if (_upload.Pump(client, _stream!) && _upload.IsComplete)
                StartDeadline();
        }
        catch (BadRequestException e)
        {
            RefuseBody(e);
        }
    }

    private void RefuseBody(BadRequestException problem)
    {
        // The backend must not take the part it has for the whole.
        var started = _stage == Stage.Relaying;
        var page = Fitting(ErrorPage.Of(problem));
        CancelStream();
        End(served: null);
        if (started)
            client.Cut();
        else
            Answer(page, close: true);
    }

    private void Fail(Attempt attempt, string? reason = null)
    {
        var started = _stage == Stage.Relaying;
        var wasUsed = _stream?.WasUsed == true;
        if (attempt == Attempt.TimedOut)
            _stream?.Doubt();
        CancelStream();
        if (!started && MayRepeat(attempt) && _upload.TryRewind())
        {
            if (wasUsed && _refusals++ < MaxRefusals)
            {
                Connect(fresh: true);
                return;
            }

            forwarder.Failures.Add(_backend!, attempt, client.Host);
            _backend!.Leave(served: false);
            _tried.Add(_backend);
            TryNext();
            return;
        }

        forwarder.Failures.Add(_backend!, attempt, client.Host, reason);
        var page = Fitting(attempt == Attempt.TimedOut ? ErrorPage.TimedOut : _destination.Options.UnavailablePage);
        End(served: false);
        if (started)
            client.Cut();
        else
            Answer(page, close: _upload.HasBody);
    }

    private bool MayRepeat(Attempt attempt) =>
        attempt == Attempt.NotSent || (attempt is Attempt.NoResponse or Attempt.Stalled && _idempotent && _repeats++ < MaxRepeats);

    // That would need RFC 8441, which hardly anybody speaks.
    private void RefuseUpgrade()
    {
        _backend!.Leave(served: null);
        _stage = Stage.Idle;
        Answer(ErrorPage.NoUpgrade, close: false);
    }

    private void CancelStream()
    {
        var stream = _stream;
        _stream = null;
        stream?.Cancel();
    }

    private void End(bool? served)
    {
        if (_stage == Stage.Tunnelling)
            _backend!.CloseTunnel();
        else
            _backend?.Leave(served);
        _tunnel?.End();
        _tunnel = null;
        _stage = Stage.Idle;
        Reset();
    }

    private void Reset()
    {
        _backend = null;
        _deadline = 0;
        _head.Release();
        _upload.Forget();
        ReleaseEncoder();
        EndHold();
    }
}
