using System.Globalization;
using System.Text;

namespace Haloy.Config.Problems;

/// <summary>Text of a file as a terminal may show it: nothing in it moves the cursor, changes colours or the direction of writing.</summary>
internal static class PrintableText
{
    /// <summary>The text with whatever is not printable replaced; line breaks stay.</summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(r => r.Value != '\n' && IsHidden(r)))
            return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            result.Append(rune.Value == '\n' ? "\n" : Of(rune));
        return result.ToString();
    }

    /// <summary>A character as shown: a tab as an arrow, what is not printable as a dot.</summary>
    public static string Of(Rune rune) => rune.Value == '\t' ? "→" : IsHidden(rune) ? "·" : rune.ToString();

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
