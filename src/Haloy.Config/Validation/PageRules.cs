using System.Text;
using Haloy.Config.Binding;
using Haloy.Contracts.Api;
using Haloy.Contracts.Policies;

namespace Haloy.Config.Validation;

/// <summary>Pages of one's own: for what there are any, and that they are there.</summary>
internal static class PageRules
{
    public static void Check(IReadOnlyDictionary<string, ErrorPageConfig>? pages, Findings findings)
    {
        var sum = 0L;
        foreach (var (key, page) in pages ?? new Dictionary<string, ErrorPageConfig>())
        {
            var at = $"error_pages.{KeyPath.Quoted(key)}";
            var size = Encoding.UTF8.GetByteCount(page?.Html ?? "");
            sum += size;
            if (!ErrorPageRules.Keys.Contains(key))
                findings.Value(at, $"'{key}' is nothing that the proxy has a page for", $"There are {string.Join(", ", ErrorPageRules.Keys)}.");
            else if (string.IsNullOrEmpty(page?.Html) && string.IsNullOrEmpty(page?.File))
                findings.Missing(at, "For example: error_pages: {5xx: errors/5xx.html}");
            else if (size > ErrorPageRules.MaxBytes)
                findings.Value(at, $"the page is larger than {ErrorPageRules.MaxBytes / 1024} KiB");
        }

        if (sum > ErrorPageRules.MaxBytesOfApp)
            findings.Value("error_pages", $"the pages are larger than {ErrorPageRules.MaxBytesOfApp / 1024} KiB together");
    }
}
