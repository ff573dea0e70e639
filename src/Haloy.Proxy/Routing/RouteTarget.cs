using Haloy.Proxy.Counting;
using Haloy.Proxy.Holding;
using Haloy.Proxy.LoadBalancing;

namespace Haloy.Proxy.Routing;

/// <summary>Where the requests of a host, or of the paths under a prefix of it, go.</summary>
/// <param name="Prefix">Path prefix without slash at its end; empty for the whole host.</param>
/// <param name="Strip">Whether the prefix is taken off before the app sees the request.</param>
/// <param name="Backends">Those that get new requests.</param>
/// <param name="Action">What is done with requests: forwarded, or answered with a 503 page.</param>
/// <param name="Policy">What else holds for them; <see langword="null"/> for nothing.</param>
internal sealed record RouteTarget(byte[] Prefix, bool Strip, BackendSet Backends, RouteAction Action, RoutePolicy? Policy)
{
    private RouteTarget? _overHttp;

    /// <summary>What its requests wait for while they are held.</summary>
    public Hold? Hold { get; init; }

    /// <summary>Counts its requests.</summary>
    public Meter? Meter { get; init; }

    /// <summary>Whether a request target is under the prefix. Whole segments count, as they were sent: <c>/api</c> is not for <c>/apix</c>.</summary>
    public bool Matches(ReadOnlySpan<byte> target) =>
        target.StartsWith(Prefix) && (target.Length == Prefix.Length || target[Prefix.Length] is (byte)'/' or (byte)'?');

    /// <summary>The same for requests that are not encrypted.</summary>
    public RouteTarget OverHttp => Policy?.OverHttp is var policy && policy == Policy ? this : _overHttp ??= this with { Policy = policy };
}
