using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Holding;

namespace Haloy.Proxy.Forwarding;

/// <summary>Requests that wait until their route serves again.</summary>
internal sealed partial class Exchange
{
    public EventLoop Loop => loop;

    /// <summary>Its place in a queue, or what it owes the queue that has let it go; <see langword="null"/> for nearly every request.</summary>
    public HeldRequest? Held { get; set; }

    /// <summary>Whether its request waits in a queue.</summary>
    public bool IsHeld => _stage == Stage.Parked && Held is not null;

    /// <summary>Bytes of its request's body that are kept, or may have to be, while it waits.</summary>
    public int Kept => client.Kept;

    /// <summary>The request is answered, or given up: whoever waits behind it may be let go.</summary>
    public void EndHold()
    {
        if (Held is not { } held)
            return;
        Held = null;
        held.End();
    }

    // By then it may have been answered here, and the client may even have come to its next request.
    private void RouteAgain()
    {
        client.RouteAgain();
        if (!IsActive)
            EndHold();
    }
}
