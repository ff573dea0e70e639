using System.Buffers;
using System.Text;
using Haloy.Config.Binding;

namespace Haloy.Config.Schema;

/// <summary>Respells the keys that a sentence mentions: rules name them in snake_case, a JSON file has them in camelCase.</summary>
internal static class KeyWords
{
    private static readonly SearchValues<char> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    // Only names of two words differ; single ones are left alone wherever they stand.
    private static readonly Lazy<HashSet<string>> Compound = new(() =>
        SchemaPaths.Of(FileSchema.Root.Shape).SelectMany(p => p.Split('.', '[')).Where(k => k.Contains('_', StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal));

    /// <summary>The sentence with every key of two or more words as <paramref name="naming"/> spells it.</summary>
    public static string Spell(string sentence, KeyNaming naming)
    {
        if (naming == KeyNaming.SnakeCase || !sentence.Contains('_', StringComparison.Ordinal))
            return sentence;
        var result = new StringBuilder(sentence.Length);
        for (var rest = sentence.AsSpan(); !rest.IsEmpty;)
        {
            var isWord = Word.Contains(rest[0]);
            var length = isWord ? rest.IndexOfAnyExcept(Word) : rest.IndexOfAny(Word);
            var part = length < 0 ? rest : rest[..length];
            result.Append(isWord && Compound.Value.Contains(part.ToString()) ? naming.Spell(part.ToString()) : part);
            rest = rest[part.Length..];
        }

        return result.ToString();
    }
}
