namespace Haloy.Proxy.Routing;

/// <summary>One host of a table, ready for use.</summary>
/// <param name="Canonical">The host it is known by, lower-case; <c>*.</c> and a domain for every host one label below it.</param>
/// <param name="PlainHttp">Served on the HTTP port as well.</param>
/// <param name="Root">Where requests go that no prefix matches; <see langword="null"/> = nowhere.</param>
/// <param name="Paths">Path prefixes that go elsewhere, the longest first; <see langword="null"/> when there are none.</param>
internal sealed record RouteEntry(string Canonical, bool PlainHttp, RouteTarget? Root, RouteTarget[]? Paths = null)
{
    /// <summary>Whether <paramref name="host"/>, which led here, is served rather than redirected.</summary>
    public bool Serves(ReadOnlySpan<char> host) =>
        Canonical[0] == '*' || host.Equals(Canonical, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a request target leads.</summary>
    public RouteTarget? TargetOf(ReadOnlySpan<byte> target)
    {
        if (Paths is null)
            return Root;
        // An app that resolves these would answer for a path that was routed, and guarded, as another.
        if (DotSegments.AreIn(target))
            return null;
        foreach (var path in Paths)
        {
            if (path.Matches(target))
                return path;
        }

        return Root;
    }
}
