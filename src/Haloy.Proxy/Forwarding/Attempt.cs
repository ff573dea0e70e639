namespace Haloy.Proxy.Forwarding;

/// <summary>How an attempt on one connection failed.</summary>
internal enum Attempt
{
    /// <summary>There was no connection.</summary>
    Unreachable,

    /// <summary>The connection failed before the request was out: the backend cannot have acted on it.</summary>
    NotSent,

    /// <summary>The connection ended after the request was sent and before any byte of a response.</summary>
    NoResponse,

    /// <summary>The response makes no sense, in its head or later, or ended inside its head.</summary>
    BadResponse,

    /// <summary>No response head in time.</summary>
    TimedOut,

    /// <summary>The response broke off after its head was passed on.</summary>
    Truncated,

    /// <summary>We cut the response: nothing of it moved for as long as its route allows.</summary>
    Idle,

    /// <summary>We gave up: the backend took nothing of the request for too long.</summary>
    Stalled,
}
