using System.Net;
using System.Text;

namespace Haloy.Proxy.Routing;

/// <summary>Decides by host, path and port what becomes of a request (spec/server §6.3 and §6.4, with D2 and C7). Pure.</summary>
/// <param name="httpsPort">Port redirects lead to; left out of them when it is 443.</param>
internal sealed class Router(int httpsPort)
{
    private static ReadOnlySpan<byte> ChallengePath => "/.well-known/acme-challenge/"u8;
    private const int DefaultHttpsPort = 443;

    private readonly string _httpsSuffix = httpsPort == DefaultHttpsPort ? "" : $":{httpsPort}";

    public Decision Decide(RouteTable table, in RequestFacts request)
    {
        if (table.IsNone)
            return new(RouteAction.NotConfigured);
        var isChallenge = request.Target.StartsWith(ChallengePath);
        if (isChallenge && request.IsRead && table.Challenges.AnswerTo(request.Target[ChallengePath.Length..]) is { } answer)
            return new(RouteAction.Challenge, Page: answer);
        if (!request.IsCovered)
            return new(RouteAction.Misdirected);

        // Only who is on this machine may reach the API by a name that needs no DNS; a remote peer can write any Host it likes.
        // An app that was given such a name by its owner has it.
        var host = HostText.Parse(request.Host);
        if (isChallenge)
            return DecideChallenge(table, request, host);
        if (host.IsLocal && request.Peer is not null && IPAddress.IsLoopback(request.Peer) && !table.TryMatch(host.Name, out _))
            return new(RouteAction.ForwardToApi, table.Api);

        if (host.Name.IsEmpty)
            return new(RouteAction.NotFound);
        return request.IsHttps ? DecideHttps(table, request, host) : DecideHttp(table, request, host);
    }

    // An app may see to certificates itself: what is not ours to answer it gets by either door, for it may have none yet to be reached by HTTPS.
    private static Decision DecideChallenge(RouteTable table, in RequestFacts request, HostText host)
    {
        if (table.IsApiDomain(host.Name) || !table.TryMatch(host.Name, out var route) || route.TargetOf(request.Target) is not { } target)
            return new(RouteAction.ChallengeNotFound);
        return Serve(request.IsHttps ? target : target.OverHttp);
    }

    private static Decision DecideHttps(RouteTable table, in RequestFacts request, HostText host)
    {
        if (table.IsApiDomain(host.Name))
            return new(RouteAction.ForwardToApi, table.Api);
        if (!table.TryMatch(host.Name, out var route))
            return new(RouteAction.NotFound);

        var target = route.TargetOf(request.Target);
        return route.Serves(host.Name) ? Serve(target) : RedirectTo("https", route.Canonical, PortSuffix(host), request.Target, target);
    }

    private Decision DecideHttp(RouteTable table, in RequestFacts request, HostText host)
    {
        if (table.IsApiDomain(host.Name))
            return RedirectTo("https", table.ApiDomain, _httpsSuffix, request.Target);
        if (!table.TryMatch(host.Name, out var route))
            return new(RouteAction.NotFound);

        var serves = route.Serves(host.Name);
        if (!route.PlainHttp)
            return RedirectTo("https", serves ? host.Name : route.Canonical, _httpsSuffix, request.Target);
        var target = route.TargetOf(request.Target)?.OverHttp;
        return serves ? Serve(target) : RedirectTo("http", route.Canonical, PortSuffix(host), request.Target, target);
    }

    private static Decision Serve(RouteTarget? target) =>
        target is null ? new(RouteAction.NotFound) : new(target.Action, target.Backends, Target: target);

    // The client may have come through a forwarded port: another name of the same site is reached the same way.
    private static string PortSuffix(HostText host) => host.Port.IsEmpty ? "" : $":{host.Port}";

    // From one name of a site to another the site's own fields go along; not from HTTP to HTTPS, where nothing is of the site yet.
    private static Decision RedirectTo(string scheme, ReadOnlySpan<char> host, string port, ReadOnlySpan<byte> target, RouteTarget? of = null)
    {
        var isIPv6 = host.Contains(':');
        var path = target.StartsWith("/"u8) ? Encoding.Latin1.GetString(target) : "/";
        return new(RouteAction.Redirect, Location: $"{scheme}://{(isIPv6 ? "[" : "")}{host}{(isIPv6 ? "]" : "")}{port}{path}", Target: of);
    }
}
