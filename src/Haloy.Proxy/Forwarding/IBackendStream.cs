namespace Haloy.Proxy.Forwarding;

/// <summary>
/// The backend's side of one exchange, the same for every version of HTTP: the request goes here, and what comes back is told to the
/// <see cref="Exchange"/> as it is received. Everything happens on the loop that both live on.
/// </summary>
internal interface IBackendStream
{
    /// <summary>Whether an earlier request used the connection: then its end may have been closed at any time.</summary>
    bool WasUsed { get; }

    /// <summary>Whether it waits its turn with a backend that is there, and busy.</summary>
    bool IsInLine { get; }

    /// <summary>Whether the backend takes nothing at the moment: offer more only after <see cref="Exchange.OnBackendDrained"/>.</summary>
    bool IsBlocked { get; }

    /// <summary>Whether the backend has taken nothing for too long.</summary>
    bool IsStalled(Forwarder forwarder, long now);

    /// <summary>Sends the request's head.</summary>
    /// <param name="head">The head in the form of HTTP/1.1.</param>
    /// <param name="strip">Bytes at the beginning of its target that are left out.</param>
    /// <param name="body">What follows.</param>
    /// <returns>Whether the connection is still there; it closes itself when it breaks.</returns>
    bool SendHead(in SentHead head, int strip, RequestBody body);

    /// <summary>Sends a part of the request's body, as it is without framing.</summary>
    /// <param name="content">The part.</param>
    /// <param name="ended">Whether it is the last.</param>
    /// <param name="trailers">What comes behind the last, as far as the framing has a place for it; <see langword="null"/> for nothing.</param>
    /// <returns>As <see cref="SendHead"/>.</returns>
    bool SendBody(ReadOnlySpan<byte> content, bool ended, Trailers? trailers);

    /// <summary>Receives a part of the response, and tells the exchange of it.</summary>
    /// <param name="most">Bytes wanted at most.</param>
    /// <returns>Whether there was something; when not, the exchange hears of more by <see cref="Exchange.OnBackendProgress"/>.</returns>
    /// <exception cref="BadResponseException">It makes no sense.</exception>
    bool Receive(int most);

    /// <summary>Lets others have their turn after each piece of this response: what is done with it takes its time.</summary>
    void TakeShortTurns();

    /// <summary>No response has come in time: maybe nobody is there any more.</summary>
    void Doubt();

    /// <summary>The response is complete: the exchange has no more to do with this.</summary>
    /// <param name="clean">Whether nothing is left of the request or the response that could be taken for the beginning of the next.</param>
    void Finish(bool clean);

    /// <summary>The exchange gives up: nothing of it is told any more.</summary>
    void Cancel();
}

/// <summary>How the end of a request body is told.</summary>
internal enum RequestBody
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The head tells its length.</summary>
    Length,

    /// <summary>It ends when it ends.</summary>
    Chunked,
}
