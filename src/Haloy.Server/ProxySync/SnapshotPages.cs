using System.Runtime.CompilerServices;
using System.Text;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;
using Haloy.Server.Deployments.Decisions;

namespace Haloy.Server.ProxySync;

/// <summary>The apps' own pages in a snapshot: each content once, policies name it.</summary>
internal static class SnapshotPages
{
    // Tables are made often and pages change seldom.
    private static readonly ConditionalWeakTable<string, Content> Known = [];

    /// <summary>The policy of a route with the names of its pages.</summary>
    public static SnapshotPolicy? PolicyOf(AppRoute route) => With(route.Policy, route.ErrorPages);

    /// <summary>The policy of what no path of a host is for: the pages of its app, when only one has paths there.</summary>
    public static SnapshotPolicy? PolicyOf(IEnumerable<AppRoute> paths) =>
        paths.Select(p => p.ErrorPages).Distinct().ToArray() is [var pages] ? With(null, pages) : null;

    /// <summary>Contents by name; <see langword="null"/> when there are none.</summary>
    public static IReadOnlyDictionary<string, byte[]>? Of(IEnumerable<AppRoute> routes)
    {
        var contents = routes.Select(r => r.ErrorPages).OfType<IReadOnlyDictionary<string, ErrorPageConfig>>().Distinct()
            .SelectMany(Usable)
            .Select(p => Known.GetValue(p.Html, Content.Of))
            .DistinctBy(c => c.Name)
            .ToDictionary(c => c.Name, c => c.Bytes);
        return contents.Count == 0 ? null : contents;
    }

    private static SnapshotPolicy? With(SnapshotPolicy? policy, IReadOnlyDictionary<string, ErrorPageConfig>? pages)
    {
        var named = Usable(pages ?? new Dictionary<string, ErrorPageConfig>()).ToDictionary(p => p.Key, p => Known.GetValue(p.Html, Content.Of).Name);
        return named.Count == 0 ? policy : (policy ?? new()) with { ErrorPages = named };
    }

    // What a later version may have stored must not keep the whole table from the proxy.
    private static IEnumerable<(string Key, string Html)> Usable(IReadOnlyDictionary<string, ErrorPageConfig> pages) =>
        from page in pages.OrderBy(p => p.Key, StringComparer.Ordinal)
        where ErrorPageRules.Keys.Contains(page.Key) && page.Value?.Html is { Length: > 0 } html && Encoding.UTF8.GetByteCount(html) <= ErrorPageRules.MaxBytes
        select (page.Key, page.Value.Html);

    private sealed record Content(string Name, byte[] Bytes)
    {
        public static Content Of(string html)
        {
            var bytes = Encoding.UTF8.GetBytes(html);
            return new(ErrorPageRules.NameOf(bytes), bytes);
        }
    }
}
