using System.Net;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Pages;

namespace Haloy.Proxy.Routing;

/// <summary>What is to be done with a request.</summary>
internal enum RouteAction
{
    /// <summary>404 page.</summary>
    NotFound,

    /// <summary>Answer a certificate authority with <see cref="Decision.Page"/>.</summary>
    Challenge,

    /// <summary>404 text: nobody waits for this ACME challenge.</summary>
    ChallengeNotFound,

    /// <summary>Send it to a backend of the app.</summary>
    Forward,

    /// <summary>Let it wait until the route serves again.</summary>
    Hold,

    /// <summary>Send it to the daemon's API.</summary>
    ForwardToApi,

    /// <summary>Answer with <see cref="Decision.Location"/>.</summary>
    Redirect,

    /// <summary>421 page: the connection was made for another host (RFC 9110 §15.5.20).</summary>
    Misdirected,

    /// <summary>403 page: not from that address.</summary>
    Forbidden,

    /// <summary>401 page: not without a name and password.</summary>
    Unauthorized,

    /// <summary>413 page: not a body of that size.</summary>
    TooLarge,

    /// <summary>503 page: too many passwords wait to be checked.</summary>
    Busy,

    /// <summary>503 page: too many wait for the route to serve again.</summary>
    Overcrowded,

    /// <summary>503 page: the app was stopped on purpose.</summary>
    Stopped,

    /// <summary>503 page: the app comes back in a moment.</summary>
    Maintenance,

    /// <summary>503 page: no table was ever in force, so that nobody knows which hosts there are.</summary>
    NotConfigured,
}

/// <summary>The outcome of <see cref="Router.Decide"/>.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Backends">Where to send it, when it is to be sent.</param>
/// <param name="Location">Where to redirect, when it is to be redirected.</param>
/// <param name="Target">The part of a route that decided, when it is an app's.</param>
/// <param name="Page">The answer, when it is not the same whoever asks.</param>
internal readonly record struct Decision(RouteAction Action, BackendSet? Backends = null, string? Location = null, RouteTarget? Target = null, ErrorPage? Page = null);

/// <summary>What routing needs to know of a request.</summary>
internal readonly ref struct RequestFacts(bool isHttps, ReadOnlySpan<char> host, ReadOnlySpan<byte> target, IPAddress? peer, bool isCovered = true, bool isRead = true)
{
    /// <summary>Whether it came in on the TLS listener.</summary>
    public bool IsHttps => isHttps;

    /// <summary>The Host header as sent, maybe empty.</summary>
    public ReadOnlySpan<char> Host { get; } = host;

    /// <summary>Origin-form target as sent: path and query, nothing decoded.</summary>
    public ReadOnlySpan<byte> Target { get; } = target;

    /// <summary>Address of the client.</summary>
    public IPAddress? Peer => peer;

    /// <summary>Whether the certificate of the connection, if it has one, is good for the host.</summary>
    public bool IsCovered => isCovered;

    /// <summary>Whether its method is GET or HEAD.</summary>
    public bool IsRead => isRead;
}
