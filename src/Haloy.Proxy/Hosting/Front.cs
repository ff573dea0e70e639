using Haloy.Proxy.Access;
using Haloy.Proxy.AccessLogs;
using Haloy.Proxy.Control;
using Haloy.Proxy.EventLoops;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Holding;
using Haloy.Proxy.Http1;
using Haloy.Proxy.Http2;
using Haloy.Proxy.LoadBalancing;
using Haloy.Proxy.Pages;
using Haloy.Proxy.Routing;
using Haloy.Proxy.Tls;

namespace Haloy.Proxy.Hosting;

/// <summary>What every client connection needs: routes, limits, pages, the log and the date.</summary>
internal sealed class Front(
    Router router, TableHolder tables, ForwardOptions apps, ForwardOptions api, Forwarder forwarder, AccessGate gate, TrustedProxies trusted, AccessLog log, Holds holds, int loops, TimeProvider time)
{
    /// <summary>Pieces of a response up to this many bytes together are gathered before they are sent: one TLS record.</summary>
    public const int GatherLimit = 16 * 1024;

    /// <summary>How long a client may take for the head of a request.</summary>
    public static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be idle between requests.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection that is to end may go on sending.</summary>
    public static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpDate[] _dates = [.. Enumerable.Range(0, loops).Select(_ => new HttpDate(time))];
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private int _clients;

    public Forwarder Forwarder => forwarder;

    public TrustedProxies Trusted => trusted;

    /// <summary>Requests that wait until their route serves again.</summary>
    public Holds Holds => holds;

    /// <summary>Begins the record of a request.</summary>
    public void Begin(Exchange exchange, RequestHead request, ReadOnlySpan<byte> bytes, Client client, EventLoop loop, ReadOnlySpan<byte> protocol) =>
        exchange.Record.Begin(log.IsOn ? log.Begin(loop, request, bytes, trusted.OriginOf(client, request, bytes).Address, protocol) : null);

    /// <summary>Begins the record of something that is no request, unless it is about one that has begun. Of <paramref name="request"/> nothing is believed.</summary>
    public void BeginMalformed(Exchange exchange, RequestHead request, Client client, EventLoop loop, ReadOnlySpan<byte> protocol)
    {
        if (exchange.Record.IsOpen)
            return;
        request.Clear();
        Begin(exchange, request, default, client, loop, protocol);
        exchange.Record.Route(null);
    }

    /// <summary>Whether no connection is to be kept for another request.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Ends when, after <see cref="Stop"/>, the last client is gone.</summary>
    public Task Empty => _empty.Task;

    /// <summary>The date for a response, RFC 9110 §5.6.7.</summary>
    public ReadOnlySpan<byte> Date(EventLoop loop) => _dates[loop.Index].At(loop.Now);

    /// <summary>Connections that are open.</summary>
    public int Clients => Volatile.Read(ref _clients);

    public void Enter() => Interlocked.Increment(ref _clients);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _clients) == 0 && _stopping)
            _empty.TrySetResult();
    }

    /// <summary>No connection is kept for another request from now on.</summary>
    public void Stop()
    {
        _stopping = true;
        if (Volatile.Read(ref _clients) == 0)
            _empty.TrySetResult();
    }

    public long Deadline(TimeSpan limit, long now) => forwarder.DeadlineIn(limit, now);

    /// <summary>Serves a connection whose handshake is over.</summary>
    public void Serve(Watched handshake, int fd, TlsSession session, Client client)
    {
        if (session.IsHttp2)
            new Http2Connection(handshake.Loop, fd, session, this, client).Open(handshake);
        else
            new Http1Connection(handshake.Loop, fd, session, this, client).Open(handshake);
    }

    /// <summary>Forwards a request when that is what is to be done with it.</summary>
    /// <param name="exchange">What forwards it.</param>
    /// <param name="request">Its head.</param>
    /// <param name="bytes">What the head was parsed from.</param>
    /// <param name="client">Who sent it.</param>
    /// <param name="host">Its host, as sent.</param>
    /// <param name="upgrade">Whether it may become a tunnel.</param>
    /// <param name="decision">What is to be done otherwise.</param>
    public bool TryForward(Exchange exchange, RequestHead request, ReadOnlySpan<byte> bytes, Client client, string host, bool upgrade, out Decision decision)
    {
        var origin = trusted.OriginOf(client, request, bytes);
        decision = Decide(client, origin, host, bytes[request.Target], request.IsGet || request.IsHead);
        exchange.Record.Route(decision.Target?.Meter);
        if (decision.Action is not (RouteAction.Forward or RouteAction.ForwardToApi or RouteAction.Hold))
            return false;
        Credentials? claim = null;
        if (decision.Target?.Policy is { } policy)
        {
            if (request.ContentLength > policy.MaxBody)
                decision = decision with { Action = RouteAction.TooLarge };
            else
                claim = gate.Pass(policy, origin.Address, policy.BasicAuth is null ? default : request.ValueOf(bytes, "Authorization"u8), ref decision);
            if (claim is null && decision.Action is not (RouteAction.Forward or RouteAction.Hold))
                return false;
        }

        var length = RequestHeadWriter.MaxLength(request, bytes, origin);
        var waits = claim is null && decision.Action == RouteAction.Hold;
        if (waits && !holds.TryEnter(exchange, length, ref decision))
            return false;

        length = RequestHeadWriter.Write(request, bytes, origin, upgrade, exchange.Head.Rent(length));
        exchange.Origin = origin;
        if (claim is not null)
            gate.Check(claim, exchange, exchange.Park(request, length, DestinationOf(decision)));
        else if (waits)
            exchange.Held!.Ticket = exchange.Park(request, length, DestinationOf(decision));
        else
            exchange.Start(request, length, DestinationOf(decision));
        return true;
    }

    /// <summary>Routes a request anew that <paramref name="exchange"/> still has.</summary>
    public bool TryForwardAgain(Exchange exchange, Client client, string host, out Decision decision)
    {
        decision = Decide(client, exchange.Origin, host, exchange.Head.Target, exchange.Head.IsRead);
        if (decision.Action is not (RouteAction.Forward or RouteAction.ForwardToApi or RouteAction.Hold))
            return false;
        if (decision.Target?.Policy is { } policy)
        {
            if (gate.Pass(policy, exchange.Origin.Address, exchange.Head.ValueOf("Authorization"u8), ref decision) is { } claim)
            {
                gate.Check(claim, exchange, exchange.Park(DestinationOf(decision)));
                return true;
            }

            if (decision.Action is not (RouteAction.Forward or RouteAction.Hold))
                return false;
        }

        if (decision.Action != RouteAction.Hold)
            exchange.Restart(DestinationOf(decision));
        else if (holds.TryEnterAgain(exchange, ref decision))
            exchange.Held!.Ticket = exchange.Park(DestinationOf(decision));
        else
            return false;
        return true;
    }

    /// <summary>What is to be done with a request, by the table in force.</summary>
    private Decision Decide(Client client, Origin origin, string host, ReadOnlySpan<byte> target, bool isRead) =>
        router.Decide(tables.Current, new RequestFacts(origin.IsHttps, host, target, origin.Address, client.IsGoodFor(host), isRead));

    private Destination DestinationOf(in Decision decision)
    {
        var options = decision.Action == RouteAction.ForwardToApi ? api : decision.Target?.Policy is { } policy ? policy.Over(apps) : apps;
        return new(decision.Backends ?? BackendSet.Empty, options, decision.Target is { Strip: true, Prefix: var prefix } ? prefix.Length : 0);
    }

    /// <summary>What answers a request that is not forwarded.</summary>
    public static ErrorPage PageFor(in Decision decision)
    {
        var page = decision.Page ?? PageFor(decision.Action);
        return decision.Target?.Policy?.Pages?.For(page) ?? page;
    }

    private static ErrorPage PageFor(RouteAction action) => action switch
    {
        RouteAction.Forbidden => ErrorPage.Forbidden,
        RouteAction.Unauthorized => ErrorPage.Unauthorized,
        RouteAction.TooLarge => ErrorPage.TooLarge,
        RouteAction.Busy => ErrorPage.Busy,
        RouteAction.Overcrowded => ErrorPage.Updating,
        RouteAction.Stopped => ErrorPage.Stopped,
        RouteAction.Maintenance => ErrorPage.Maintenance,
        RouteAction.NotConfigured => ErrorPage.NotConfigured,
        RouteAction.Misdirected => ErrorPage.Misdirected,
        RouteAction.ChallengeNotFound => ErrorPage.ChallengeNotFound,
        _ => ErrorPage.NotFound,
    };
}
