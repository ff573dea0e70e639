using System.Globalization;
using System.Net;
using System.Text;

namespace Haloy.Proxy.Pages;

/// <summary>Puts into an app's page what it leaves open.</summary>
internal static class PageTemplate
{
    /// <summary>The page with <c>{{status}}</c> and <c>{{message}}</c> replaced; anything else in braces is its own affair.</summary>
    public static byte[] Fill(byte[] html, ErrorPage page)
    {
        if (html.AsSpan().IndexOf("{{"u8) < 0)
            return html;
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(html)
            .Replace("{{status}}", page.Status.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{{message}}", WebUtility.HtmlEncode(page.Message), StringComparison.Ordinal));
    }
}
