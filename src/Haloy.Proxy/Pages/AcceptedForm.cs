using System.Globalization;
using System.Text;

namespace Haloy.Proxy.Pages;

/// <summary>The forms a page comes in; where a client likes several alike, the first.</summary>
internal enum PageForm
{
    Html,
    Json,
    Text,
}

/// <summary>Reads which form of a page a client likes best (RFC 9110 §12.5.1).</summary>
internal static class AcceptedForm
{
    /// <summary>The best form for an Accept field; also when it takes none of them, since some answer is better than none.</summary>
    public static PageForm Of(ReadOnlySpan<byte> accept)
    {
        var best = (Form: PageForm.Html, Rank: default(Rank));
        foreach (var form in (ReadOnlySpan<PageForm>)[PageForm.Html, PageForm.Json, PageForm.Text])
        {
            if (RankOf(form, accept) is var rank && rank.CompareTo(best.Rank) > 0)
                best = (form, rank);
        }

        return best.Form;
    }

    // The most specific range that matches a form says how much it is liked.
    private static Rank RankOf(PageForm form, ReadOnlySpan<byte> accept)
    {
        var rank = default(Rank);
        foreach (var range in accept.Split((byte)','))
        {
            var item = accept[range];
            var semicolon = item.IndexOf((byte)';');
            var specificity = Specificity(form, (semicolon < 0 ? item : item[..semicolon]).Trim(" \t"u8));
            if (specificity > rank.Specificity)
                rank = new(semicolon < 0 ? 1 : Quality(item[(semicolon + 1)..]), specificity);
        }

        return rank.Quality > 0 ? rank : default;
    }

    private static int Specificity(PageForm form, ReadOnlySpan<byte> type)
    {
        var (exact, family) = form switch
        {
            PageForm.Html => ("text/html", "text/*"),
            PageForm.Json => ("application/json", "application/*"),
            _ => ("text/plain", "text/*"),
        };
        if (Ascii.EqualsIgnoreCase(type, exact))
            return 3;
        return Ascii.EqualsIgnoreCase(type, family) ? 2 : type.SequenceEqual("*/*"u8) ? 1 : 0;
    }

    private static double Quality(ReadOnlySpan<byte> parameters)
    {
        foreach (var range in parameters.Split((byte)';'))
        {
            var parameter = parameters[range].Trim(" \t"u8);
            if (parameter.Length > 2 && (parameter[0] | 0x20) == 'q' && parameter[1] == (byte)'=')
                return double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? Math.Min(quality, 1) : 0;
        }

        return 1;
    }

    private readonly record struct Rank(double Quality, int Specificity) : IComparable<Rank>
    {
        public int CompareTo(Rank other) => (Quality, Specificity).CompareTo((other.Quality, other.Specificity));
    }
}
