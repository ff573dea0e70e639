using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.Holding;

/// <summary>A request that waits in a <see cref="HoldQueue"/>, and, once let go, until it is answered or has failed.</summary>
internal sealed class HeldRequest
{
    private readonly HoldQueue _queue;

    public HeldRequest(HoldQueue queue, Exchange exchange, Hold hold, int bytes)
    {
        (_queue, Exchange, Hold, Bytes) = (queue, exchange, hold, bytes);
        Node = new LinkedListNode<HeldRequest>(this);
    }

    public Exchange Exchange { get; }

    /// <summary>What it waits for.</summary>
    public Hold Hold { get; set; }

    /// <summary>What is kept of it.</summary>
    public int Bytes { get; }

    /// <summary>Its place in the queue.</summary>
    public LinkedListNode<HeldRequest> Node { get; }

    /// <summary>What wakes the exchange.</summary>
    public int Ticket { get; set; }

    public HeldStage Stage { get; set; }

    /// <summary>The exchange has nothing more to do with it: the client left, or the answer begins, or there will be none.</summary>
    public void End()
    {
        var stage = Stage;
        Stage = HeldStage.Over;
        if (stage == HeldStage.Waiting)
            _queue.Leave(this);
        else if (stage == HeldStage.LetGo)
            _queue.OnAnswered();
    }
}

/// <summary>How far a held request has come.</summary>
internal enum HeldStage
{
    /// <summary>It is in the queue.</summary>
    Waiting,

    /// <summary>It is being routed anew at this moment.</summary>
    Reviewed,

    /// <summary>It is on its way to a backend.</summary>
    LetGo,

    /// <summary>It has been answered or given up.</summary>
    Over,
}
