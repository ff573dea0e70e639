using System.Net;
using Haloy.Proxy.LoadBalancing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Haloy.Proxy.Forwarding;

/// <summary>One request and its response as the stages see them. Kestrel gives it back for the next request of the same connection.</summary>
internal sealed class Exchange
{
    private Action? _cut;
    private IFeatureCollection _features = null!;
    private IPAddress? _peer;
    private string _peerText = "";

    public IHttpRequestFeature Request { get; private set; } = null!;

    public IHttpResponseFeature Response { get; private set; } = null!;

    public IHttpResponseBodyFeature ResponseBody { get; private set; } = null!;

    public IPAddress? Peer => _peer;

    /// <summary>The peer's address as text; IPv4 in its own form also on a dual-stack socket.</summary>
    public string PeerText => _peerText;

    public bool IsHttps { get; private set; }

    /// <summary>The Host header as sent, maybe empty.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Path and query as sent.</summary>
    public string Target { get; private set; } = "";

    public bool IsHead { get; private set; }

    /// <summary>Whether a body follows the request head.</summary>
    public bool HasBody { get; private set; }

    /// <summary>Whether the client asks to switch protocols.</summary>
    public bool WantsUpgrade { get; private set; }

    /// <summary>
    /// Whether the request had both Content-Length and Transfer-Encoding (RFC 9112 §6.1): Kestrel follows the latter and renames the former
    /// to this; a server in front of us may have followed the other.
    /// </summary>
    public bool IsAmbiguous => Request.Headers.TransferEncoding.Count > 0 && Request.Headers.ContainsKey("X-Content-Length");

    /// <summary>Whether method, target or host hold what a request head cannot; fields are checked where they are written.</summary>
    public bool IsMalformed => !FieldSyntax.IsToken(Request.Method) || !FieldSyntax.IsTarget(Target) || !FieldSyntax.IsValue(Host)
        || !FieldSyntax.IsValue(Request.Headers.Upgrade.ToString());

    /// <summary>Whether reading the request body has begun: then the request cannot be sent again.</summary>
    public bool BodyTouched { get; set; }

    /// <summary>Backends that failed this request.</summary>
    public List<Backend>? Tried { get; set; }

    public long StartedAt { get; private set; }

    public CancellationToken Aborted => _features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;

    public IRequestBodyPipeFeature RequestBody => _features.GetRequiredFeature<IRequestBodyPipeFeature>();

    public IHttpUpgradeFeature Upgrade => _features.GetRequiredFeature<IHttpUpgradeFeature>();

    public void Open(IFeatureCollection features, long now)
    {
        _features = features;
        StartedAt = now;
        Request = features.GetRequiredFeature<IHttpRequestFeature>();
        Response = features.GetRequiredFeature<IHttpResponseFeature>();
        ResponseBody = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        SetPeer(features.Get<IHttpConnectionFeature>()?.RemoteIpAddress);

        IsHttps = Request.Scheme == Uri.UriSchemeHttps;
        Host = Request.Headers.Host.ToString();
        Target = OriginForm(Request);
        IsHead = HttpMethods.IsHead(Request.Method);
        WantsUpgrade = UpgradeRequest.IsWanted(features, Request);
        HasBody = !WantsUpgrade && features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        BodyTouched = false;
        Tried = null;
    }

    /// <summary>Tells the client, by cutting the connection or stream, that the response is not complete.</summary>
    public void Abort() => _features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();

    /// <summary><see cref="Abort"/> as a delegate made once.</summary>
    public Action Cut => _cut ??= Abort;

    private void SetPeer(IPAddress? address)
    {
        if (ReferenceEquals(address, _peer))
            return;
        _peer = address;
        _peerText = address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    // An absolute-form target (RFC 9112 §3.2.2) names the host once more; Kestrel has refused it when the two differ.
    private static string OriginForm(IHttpRequestFeature request)
    {
        var target = request.RawTarget;
        if (target.StartsWith('/') || target == "*")
            return target;

        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var path = scheme < 0 ? -1 : target.AsSpan(scheme + 3).IndexOfAny('/', '?');
        if (path < 0)
            return "/";
        var rest = target[(scheme + 3 + path)..];
        return rest.StartsWith('/') ? rest : "/" + rest;
    }
}
