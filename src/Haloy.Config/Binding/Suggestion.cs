namespace Haloy.Config.Binding;

/// <summary>"Did you mean": the known word nearest to a mistyped one.</summary>
internal static class Suggestion
{
    private const int MaxLength = 64;
    private const int MostShown = 8;

    /// <summary>A hint naming the nearest of <paramref name="known"/>, or what is allowed when none is near.</summary>
    public static string For(string word, IReadOnlyList<string> known) => Hint(Nearest(word, known), known);

    /// <summary>The same when the nearest is found already.</summary>
    public static string Hint(string? near, IReadOnlyList<string> known) => near is null ? Allowed("Allowed here:", known) : $"Did you mean '{near}'?";

    /// <summary>The known words; of many only the first, which are the ones needed most, and where the others are described.</summary>
    public static string Allowed(string label, IReadOnlyList<string> known) => known.Count <= MostShown
        ? $"{label} {List(known)}."
        : $"{label} {List(known.Take(MostShown))} and {known.Count - MostShown} more; see docs/configuration.md.";

    /// <summary>The nearest word within a third of its length in edits, ignoring case, '-' and '_'; <see langword="null"/> when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var plain = Plain(word);
        return known
            .Select(k => (Word: k, Distance: Distance(plain, Plain(k))))
            .Where(c => c.Distance <= Math.Max(1, Math.Max(c.Word.Length, plain.Length) / 3) && c.Distance < c.Word.Length)
            .OrderBy(c => c.Distance)
            .Select(c => c.Word)
            .FirstOrDefault();
    }

    /// <summary>Words in quotes, separated by commas.</summary>
    public static string List(IEnumerable<string> words) => string.Join(", ", words);

    /// <summary>A mistyped word as it is shown: nobody needs all of a very long one.</summary>
    public static string Short(string word) => word.Length <= MaxLength ? word : word[..MaxLength] + "…";

    private static string Plain(string word)
    {
        var plain = word.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        // Nobody mistypes a key into something this long; the distance would cost its square.
        return plain.Length <= MaxLength ? plain : plain[..MaxLength];
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
