using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Routing;

namespace Haloy.Proxy.Holding;

/// <summary>The queues of all loops.</summary>
internal sealed class Holds
{
    private readonly HoldQueue[] _queues;

    public Holds(IReadOnlyList<EventLoop> loops, HoldLimits limits)
    {
        var room = new HoldRoom(limits);
        var atOnce = Math.Max(1, limits.AtOnce / loops.Count);
        // All of them at once, and by the loops' own numbers: who learns of a new table must not miss one that is just being made.
        _queues = [.. loops.OrderBy(l => l.Index).Select(l => new HoldQueue(l, room, atOnce))];
    }

    /// <summary>Makes a request wait for its route; to be parked with the ticket going to <see cref="Exchange.Held"/>.</summary>
    /// <param name="exchange">What has the request, or is about to get it.</param>
    /// <param name="head">Bytes of its head.</param>
    /// <param name="decision">Changed when there is no room for it.</param>
    public bool TryEnter(Exchange exchange, int head, ref Decision decision)
    {
        exchange.EndHold();
        exchange.Held = _queues[exchange.Loop.Index].TryAdd(exchange, decision.Target!.Hold!, head + exchange.Kept);
        if (exchange.Held is not null)
            return true;
        decision = decision with { Action = RouteAction.Overcrowded };
        return false;
    }

    /// <summary>The same for a request that <paramref name="exchange"/> still has; one that waited already keeps its place.</summary>
    public bool TryEnterAgain(Exchange exchange, ref Decision decision)
    {
        if (exchange.Held is not { Stage: HeldStage.Reviewed } held)
            return TryEnter(exchange, exchange.Head.Length, ref decision);
        held.Hold.Count.Pass(decision.Target!.Hold!.Count);
        (held.Hold, held.Stage) = (decision.Target.Hold, HeldStage.Waiting);
        return true;
    }

    /// <summary>The table has changed. From any thread.</summary>
    public void Review() => Post(q => q.Review);

    /// <summary>About a second has passed. From any thread.</summary>
    public void Tick() => Post(q => q.OnTick);

    /// <summary>Nobody waits any more. From any thread.</summary>
    public void Stop() => Post(q => q.Stop);

    private void Post(Func<HoldQueue, Action> work)
    {
        foreach (var queue in _queues)
            queue.Loop.Post(work(queue));
    }
}
