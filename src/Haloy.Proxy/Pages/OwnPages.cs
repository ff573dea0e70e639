using System.Globalization;
using Haloy.Contracts.Policies;

namespace Haloy.Proxy.Pages;

/// <summary>The pages an app has in place of the proxy's.</summary>
internal sealed class OwnPages
{
    private static readonly ErrorPage[] Replaceable =
    [
        ErrorPage.NotFound, ErrorPage.Unauthorized, ErrorPage.Forbidden, ErrorPage.TooLarge, ErrorPage.NoBackends, ErrorPage.Unavailable, ErrorPage.Busy,
        ErrorPage.Maintenance, ErrorPage.Stopped, ErrorPage.Updating, ErrorPage.TimedOut,
    ];

    private readonly Dictionary<ErrorPage, ErrorPage> _own = [];

    /// <param name="contents">HTML by the keys of <see cref="ErrorPageRules"/>.</param>
    public OwnPages(IReadOnlyDictionary<string, byte[]> contents)
    {
        foreach (var page in Replaceable)
        {
            if (KeysOf(page).FirstOrDefault(contents.ContainsKey) is { } key)
                _own[page] = page.With(PageTemplate.Fill(contents[key], page));
        }
    }

    /// <summary>What is shown for a page of the proxy.</summary>
    public ErrorPage For(ErrorPage page) => _own.GetValueOrDefault(page, page);

    // The most exact first.
    private static IEnumerable<string> KeysOf(ErrorPage page)
    {
        if (page == ErrorPage.Stopped)
            yield return ErrorPageRules.Stopped;
        if (page == ErrorPage.Maintenance)
            yield return ErrorPageRules.Maintenance;
        yield return page.Status.ToString(CultureInfo.InvariantCulture);
        yield return $"{page.Status / 100}xx";
    }
}
