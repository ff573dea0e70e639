using System.Text;
using Haloy.Proxy.Forwarding;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>
/// Sends visitors back to where a cookie of ours says they were served. What visitors bring is no more than a wish: a value that names nobody
/// here is nothing, and one that names somebody gives nothing that a reload would not.
/// </summary>
internal sealed class StickyBackends
{
    // A visitor may have the cookie of a path above as well, or one that somebody else has set; nobody has a hundred.
    private const int MaxValues = 8;

    private readonly byte[] _name;
    private readonly CookieScope _cookie;
    private readonly Place[] _places;

    /// <param name="cookie">The cookie.</param>
    /// <param name="backends">The backends; each with all of its deployment, when a visitor may come back to any of these.</param>
    /// <param name="names">Gives them names.</param>
    public StickyBackends(CookieScope cookie, IEnumerable<(Backend Backend, BackendSet? Deployment)> backends, BackendNames names)
    {
        (_cookie, _name) = (cookie, Encoding.ASCII.GetBytes(cookie.Name));
        _places = [.. backends.Select(b => new Place(b.Backend, names.Of(b.Backend), b.Deployment))];
    }

    /// <summary>Claims where the visitor was, if that is there, can be reached and has not been tried.</summary>
    /// <param name="head">The request's head.</param>
    /// <param name="tried">Backends that are left out.</param>
    /// <param name="backend">The backend.</param>
    public bool TryReturn(ReadOnlySpan<byte> head, List<Backend>? tried, out Backend? backend)
    {
        var cookies = new CookieReader(head, _name);
        for (var i = 0; i < MaxValues && cookies.TryNext(out var value); i++)
        {
            if (Find(value) is { } place && TryClaim(place, tried, out backend))
                return true;
        }

        backend = null;
        return false;
    }

    /// <summary>The value of <c>Set-Cookie</c> for a visitor who is served by <paramref name="backend"/> (RFC 6265 §4.1).</summary>
    public byte[]? CookieFor(Backend backend, bool isHttps)
    {
        foreach (var place in _places)
        {
            if (place.Backend == backend)
                return isHttps ? place.Secure ??= Cookie(place, "; Secure") : place.Plain ??= Cookie(place, "");
        }

        return null;
    }

    private Place? Find(ReadOnlySpan<byte> value)
    {
        if (value.Length != BackendNames.Length)
            return null;
        foreach (var place in _places)
        {
            var length = place.Deployment is null ? BackendNames.Length : BackendNames.DeploymentLength;
            if (value[..length].SequenceEqual(place.Name.AsSpan(0, length)))
                return place;
        }

        return null;
    }

    private static bool TryClaim(Place place, List<Backend>? tried, out Backend? backend)
    {
        if (place.Deployment is { } deployment)
            return deployment.TryClaimNext(tried, out backend);
        backend = place.Backend;
        return tried?.Contains(backend) != true && backend.IsAvailable() && backend.TryEnter();
    }

    private byte[] Cookie(Place place, string more) =>
        [.. _name, (byte)'=', .. place.Name, .. Encoding.UTF8.GetBytes($"; Path={_cookie.Path}; HttpOnly; SameSite=Lax{more}")];

    /// <summary>What a cookie can name.</summary>
    private sealed class Place(Backend backend, byte[] name, BackendSet? deployment)
    {
        public Backend Backend => backend;

        public byte[] Name => name;

        public BackendSet? Deployment => deployment;

        // Made for the first visitor who needs it.
        public byte[]? Plain { get; set; }

        public byte[]? Secure { get; set; }
    }
}

/// <summary>Which cookie, and for what. Apps that share a host by path prefixes have one each, or they would take each other's away.</summary>
internal readonly record struct CookieScope(string Name, string Prefix)
{
    // A semicolon would end the attribute.
    public string Path => Prefix.Length == 0 || Prefix.Contains(';', StringComparison.Ordinal) ? "/" : Prefix;
}
