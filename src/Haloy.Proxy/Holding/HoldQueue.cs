using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Pages;

namespace Haloy.Proxy.Holding;

/// <summary>
/// The requests of one loop that wait until their route serves again, in the order of their arrival. Whenever the table changes, and a hold
/// that has come to its end is such a change, each of them is routed anew; what is held again keeps its place. That goes on in small batches,
/// between which it is the other connections' turn, and only as fast as the backends answer what was let go.
/// </summary>
/// <param name="loop">The loop they live on.</param>
/// <param name="room">What they share with those of the other loops.</param>
/// <param name="atOnce">How many that were let go may be without an answer at the same time.</param>
internal sealed class HoldQueue(EventLoop loop, HoldRoom room, int atOnce)
{
    private const int Batch = 32;

    private readonly LinkedList<HeldRequest> _waiting = [];
    private LinkedListNode<HeldRequest>? _next;
    private bool _again;
    private bool _isScheduled;
    private bool _isStopping;
    private int _unanswered;

    public EventLoop Loop => loop;

    /// <summary>Queues a request; <see langword="null"/> when there is no room. The caller parks it.</summary>
    public HeldRequest? TryAdd(Exchange exchange, Hold hold, int bytes)
    {
        if (_isStopping || !room.TryTake(hold.Count, bytes))
        {
            hold.Count.Refuse();
            return null;
        }

        var held = new HeldRequest(this, exchange, hold, bytes);
        _waiting.AddLast(held.Node);
        return held;
    }

    /// <summary>The table has changed.</summary>
    public void Review()
    {
        // Once more from the first behind the last, or who waits at the end would wait for as long as tables keep changing.
        if (_next is null)
            _next = _waiting.First;
        else
            _again = true;
        Schedule();
    }

    /// <summary>Answers everybody: nobody would come to let them go.</summary>
    public void Stop()
    {
        _isStopping = true;
        _next = _waiting.First;
        Schedule();
    }

    /// <summary>About a second has passed: backends that do not answer shall not keep everybody else waiting.</summary>
    public void OnTick()
    {
        if (_next is null)
            return;
        _unanswered = 0;
        Schedule();
    }

    /// <summary>One that was let go has its answer, or gets none.</summary>
    public void OnAnswered()
    {
        _unanswered = Math.Max(0, _unanswered - 1);
        Schedule();
    }

    /// <summary>One that waited is gone.</summary>
    public void Leave(HeldRequest held)
    {
        if (_next == held.Node)
            _next = held.Node.Next;
        _waiting.Remove(held.Node);
        held.Hold.Count.Leave();
        room.Return(held.Bytes);
    }

    private bool MayGoOn => _next is not null && (_unanswered < atOnce || _isStopping);

    private void Schedule()
    {
        if (_isScheduled || !MayGoOn)
            return;
        _isScheduled = true;
        loop.Later(Step);
    }

    private void Step()
    {
        _isScheduled = false;
        try
        {
            for (var i = 0; i < Batch && MayGoOn; i++)
            {
                var held = _next!.Value;
                _next = _next.Next;
                Review(held);
            }
        }
        finally
        {
            if (_next is null && _again)
                (_next, _again) = (_waiting.First, false);
            Schedule();
        }
    }

    private void Review(HeldRequest held)
    {
        held.Stage = HeldStage.Reviewed;
        held.Exchange.Unpark(held.Ticket, _isStopping ? ErrorPage.Updating : null);
        // It is held by this table too, or was, and its client has just left.
        if (held.Node.List is null || held.Stage == HeldStage.Waiting)
            return;

        Count(held);
        Leave(held);
        if (held.Stage == HeldStage.Over)
            return;
        held.Stage = HeldStage.LetGo;
        _unanswered++;
    }

    private void Count(HeldRequest held)
    {
        if (_isStopping)
            held.Hold.Count.Refuse();
        else if (loop.Now >= held.Hold.Until)
            held.Hold.Count.Expire();
        else
            held.Hold.Count.Release();
    }
}
