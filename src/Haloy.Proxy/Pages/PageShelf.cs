namespace Haloy.Proxy.Pages;

/// <summary>Makes the pages of a snapshot's apps, once for all routes that show the same.</summary>
/// <param name="contents">Contents by name.</param>
internal sealed class PageShelf(IReadOnlyDictionary<string, byte[]>? contents)
{
    private readonly Dictionary<string, OwnPages> _made = new(StringComparer.Ordinal);

    /// <param name="named">Names of contents by key, all of which there are.</param>
    public OwnPages? Of(IReadOnlyDictionary<string, string>? named)
    {
        if (named is not { Count: > 0 })
            return null;
        var id = string.Join(';', named.OrderBy(n => n.Key, StringComparer.Ordinal).Select(n => $"{n.Key}={n.Value}"));
        if (!_made.TryGetValue(id, out var pages))
            _made[id] = pages = new OwnPages(named.ToDictionary(n => n.Key, n => contents![n.Value]));
        return pages;
    }
}
