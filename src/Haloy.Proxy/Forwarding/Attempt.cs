namespace Haloy.Proxy.Forwarding;

/// <summary>How one attempt on one connection ended.</summary>
internal enum Attempt
{
    /// <summary>The client has the whole response, or Kestrel is about to send the rest.</summary>
    Complete,

    /// <summary>The connection became a tunnel, which has ended.</summary>
    Tunnelled,

    /// <summary>The connection failed before the request was out: the backend cannot have acted on it.</summary>
    NotSent,

    /// <summary>The connection ended after the request was sent and before any byte of a response.</summary>
    NoResponse,

    /// <summary>The response makes no sense, or ended inside its head.</summary>
    BadResponse,

    /// <summary>No response head in time.</summary>
    TimedOut,

    /// <summary>The response broke off after its head was passed on.</summary>
    Truncated,

    /// <summary>The client went away.</summary>
    ClientGone,
}

/// <summary>What the caller of <see cref="Forwarder"/> has to do.</summary>
internal enum ForwardResult
{
    /// <summary>Nothing: answered, or cut.</summary>
    Done,

    /// <summary>Decide again: a newer table is in force.</summary>
    TableIsStale,

    /// <summary>There was no backend to try.</summary>
    NoBackends,

    /// <summary>No backend gave a response.</summary>
    Unavailable,

    /// <summary>The backend took too long to begin its response.</summary>
    TimedOut,

    /// <summary>The request cannot be passed on as it is; no backend was asked.</summary>
    Malformed,
}
