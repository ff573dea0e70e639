using Haloy.Proxy.Pages;

namespace Haloy.Proxy.Forwarding;

/// <summary>
/// The client's side of one exchange, the same for every version of HTTP: its request body comes from here and its response goes here.
/// Everything happens on the loop that the client lives on.
/// </summary>
internal interface IClientStream
{
    /// <summary>Its name for logs.</summary>
    string Host { get; }

    /// <summary>Whether the request method was HEAD: then no response has a body.</summary>
    bool IsHead { get; }

    /// <summary>Whether a body of unknown length can be sent without giving the connection up for it.</summary>
    bool CanStream { get; }

    /// <summary>Whether the client takes nothing at the moment: offer more only after <see cref="Exchange.OnClientDrained"/>.</summary>
    bool IsBlocked { get; }

    /// <summary>Bytes of a body that are worth reading for the client now: what it does not take has to be kept for it.</summary>
    int Room { get; }

    /// <summary>Bytes of the request body that are kept here, or may have to be, while nobody reads it.</summary>
    int Kept { get; }

    /// <summary>Whether the client can become a tunnel and has asked for it.</summary>
    bool WantsUpgrade { get; }

    /// <summary>Whether fields behind the body of a response reach the client.</summary>
    bool TakesTrailers { get; }

    /// <summary>What came behind the request body, once that has ended; <see langword="null"/> for nothing.</summary>
    Trailers? Trailers { get; }

    /// <summary>Request body that has arrived; the whole of it counts as taken. It is gone at the next read on the loop.</summary>
    /// <param name="ended">Whether this is the last of it.</param>
    /// <exception cref="Http1.BadRequestException">The body is malformed.</exception>
    ReadOnlySpan<byte> ReadBody(out bool ended);

    /// <summary>Passes an interim response on (RFC 9110 §15.2).</summary>
    void SendInterim(ResponseHead head, ReadOnlySpan<byte> bytes);

    /// <summary>Passes the head of the final response on.</summary>
    void StartResponse(ResponseHead head, ReadOnlySpan<byte> bytes, BodyFraming framing);

    /// <summary>Passes a part of the body on, as it is without framing.</summary>
    void SendBody(ReadOnlySpan<byte> content);

    /// <summary>Passes on what comes behind the body, as far as its framing has a place for it; then the response is complete.</summary>
    void SendTrailers(Trailers trailers);

    /// <summary>Sends what was gathered; to be called before control goes back to the loop.</summary>
    void Flush();

    /// <summary>The response is complete.</summary>
    /// <param name="bodyTaken">Whether the whole request body was read.</param>
    void Finish(bool bodyTaken);

    /// <summary>Answers with a page of our own; the response must not have started.</summary>
    /// <param name="page">The page.</param>
    /// <param name="close">Whether the connection cannot be used for another request.</param>
    /// <param name="fields">Fields of every answer of the route.</param>
    void Answer(ErrorPage page, bool close, ResponseFields? fields);

    /// <summary>The table has changed: the request has to be routed anew.</summary>
    void RouteAgain();

    /// <summary>Tells the client by cutting the connection or stream that the response is not complete.</summary>
    void Cut();

    /// <summary>Passes a 101 on: from now on only the members below are used.</summary>
    void StartTunnel(ResponseHead head, ReadOnlySpan<byte> bytes);

    /// <summary>Reads tunnelled bytes; 0 at the end, negative when there is nothing now or the connection is broken.</summary>
    int ReadTunnel(Span<byte> destination);

    /// <summary>Sends tunnelled bytes.</summary>
    void SendTunnel(ReadOnlySpan<byte> bytes);

    /// <summary>The backend sends no more.</summary>
    void EndTunnel();
}
