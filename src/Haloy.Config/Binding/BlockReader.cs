using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>A block with known keys.</summary>
/// <param name="name">A name for the kind of block, used in the JSON Schema.</param>
/// <param name="wanted">See <see cref="Wanted"/>.</param>
/// <param name="empty">The block without any key.</param>
/// <param name="keys">Its keys.</param>
internal sealed class BlockReader<T>(string name, string wanted, T empty, IReadOnlyList<Key<T>> keys) : ValueReader<T>
{
    // Made when first asked for: a program reads one file, in one format, with few of the blocks.
    private Vocabulary? _snakeCase;
    private Vocabulary? _camelCase;

    public override string Wanted => wanted;

    public override ValueShape Shape { get; } = new BlockShape(name, [.. keys.Select(k => k.Shape)]);

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not MapNode map)
        {
            context.WrongType(at, node, wanted, $"Its keys are {Suggestion.List(Words(context).Names)}.");
            return false;
        }

        value = Bind(map, at, context);
        return true;
    }

    private Vocabulary Words(BindContext context) => context.Naming == KeyNaming.CamelCase
        ? _camelCase ??= Vocabulary.Of(keys, KeyNaming.CamelCase)
        : _snakeCase ??= Vocabulary.Of(keys, KeyNaming.SnakeCase);

    private T Bind(MapNode map, KeyPath at, BindContext context)
    {
        var entries = MapEntries.Distinct(map, at, context).ToDictionary(e => e.Key, StringComparer.Ordinal);
        // First, so that whoever misses a key below knows of its misspelling.
        foreach (var unknown in entries.Values.Where(e => !Words(context).Known.Contains(e.Key) && !context.Problems.IsFull))
            Unknown(unknown, at, context);

        var block = empty;
        // In the schema's order, not the file's: a key may build on an earlier one.
        foreach (var key in keys)
        {
            if (Take(key, entries, at, context) is not { } entry)
                continue;
            var place = at.Key(key.Name, entry.Key);
            context.Places.Add(place, entry.Line, entry.Column);
            if (!entry.Value.IsNull)
                block = key.Bind(block, entry.Value, place, context);
        }

        return block;
    }

    private void Unknown(MapEntry entry, KeyPath at, BindContext context)
    {
        var names = Words(context).Names;
        var near = Suggestion.Nearest(entry.Key, names);
        var shown = Suggestion.Short(entry.Key);
        context.Problem(ProblemCode.UnknownKey, at.Key(shown), entry, $"unknown key '{shown}'", Suggestion.Hint(near, names));
        if (near is not null)
            context.Meant(at.Key(keys[Array.IndexOf(names, near)].Name, shown), entry);
    }

    private static MapEntry? Take(Key<T> key, Dictionary<string, MapEntry> entries, KeyPath at, BindContext context)
    {
        entries.TryGetValue(key.NameIn(context.Naming), out var entry);
        if (key.Alias is null || !entries.TryGetValue(key.Alias, out var other))
            return entry;
        if (entry is not null)
        {
            context.Problem(ProblemCode.Conflict, at.Key(other.Key), other, $"'{other.Key}' is another name of '{entry.Key}', which is given on line {entry.Line}",
                "Keep one of them.");
        }

        return entry ?? other;
    }

    /// <summary>The keys as a file spells them; aliases are known, but not offered.</summary>
    private sealed record Vocabulary(string[] Names, HashSet<string> Known)
    {
        public static Vocabulary Of(IReadOnlyList<Key<T>> keys, KeyNaming naming)
        {
            string[] names = [.. keys.Select(k => k.NameIn(naming))];
            return new Vocabulary(names, names.Concat(keys.Select(k => k.Alias).OfType<string>()).ToHashSet(StringComparer.Ordinal));
        }
    }
}
