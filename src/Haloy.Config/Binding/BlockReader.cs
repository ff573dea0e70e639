using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>A block with known keys.</summary>
/// <param name="name">A name for the kind of block, used in the JSON Schema.</param>
/// <param name="wanted">See <see cref="Wanted"/>.</param>
/// <param name="empty">The block without any key.</param>
/// <param name="keys">Its keys.</param>
/// <param name="foreign">Knows keys that other tools have at this place.</param>
internal sealed class BlockReader<T>(string name, string wanted, T empty, IReadOnlyList<Key<T>> keys, Func<string, ForeignKey?>? foreign = null) : ValueReader<T>
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
            context.WrongType(at, node, wanted, Suggestion.Allowed("Its keys are", Words(context).Names));
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
        // Unknown keys are told first, so that whoever misses a key below knows of its misspelling.
        var entries = Sort(map, at, context);
        var block = empty;
        // In the schema's order, not the file's: a key may build on an earlier one.
        for (var i = 0; i < keys.Count; i++)
        {
            if (entries[i] is { } first && entries[keys.Count + i] is { } second)
                Conflict(first, second, at, context);
            // The second name first: where a file has both, what is wrong in either is told, and the first name wins.
            block = Bind(block, keys[i], entries[keys.Count + i], at, context);
            block = Bind(block, keys[i], entries[i], at, context);
        }

        return block;
    }

    private static T Bind(T block, Key<T> key, MapEntry? entry, KeyPath at, BindContext context)
    {
        if (entry is null)
            return block;
        var place = at.Key(key.Name, entry.Key);
        context.Places.Add(place, entry.Line, entry.Column);
        return entry.Value.IsNull ? block : key.Bind(block, entry.Value, place, context);
    }

    /// <summary>The entries in the order of the schema: each key's at its index, and behind them, in the same order, those under second names.</summary>
    private MapEntry?[] Sort(MapNode map, KeyPath at, BindContext context)
    {
        var index = Words(context).Index;
        var entries = new MapEntry?[2 * keys.Count];
        foreach (var entry in map.Entries)
        {
            if (!index.TryGetValue(entry.Key, out var i))
                Unknown(entry, at, context);
            else if (entries[i] is { } first)
                MapEntries.Repeated(entry, first, at, context);
            else
                entries[i] = entry;
        }

        return entries;
    }

    private void Unknown(MapEntry entry, KeyPath at, BindContext context)
    {
        if (context.Problems.IsFull)
            return;
        var names = Words(context).Names;
        var known = foreign?.Invoke(entry.Key);
        var near = known is null ? Suggestion.Nearest(entry.Key, names) : null;
        var shown = Suggestion.Short(entry.Key);
        context.Problem(ProblemCode.UnknownKey, at.Key(shown), entry, $"unknown key '{shown}'", known is null ? Suggestion.Hint(near, names) : context.Spell(known.Hint));
        if ((near is null ? known?.Key : keys[Array.IndexOf(names, near)].Name) is { } meant)
            context.Meant(at.Key(meant, shown), entry);
    }

    private static void Conflict(MapEntry entry, MapEntry other, KeyPath at, BindContext context) =>
        context.Problem(
            ProblemCode.Conflict, at.Key(other.Key), other, $"'{other.Key}' is another name of '{entry.Key}', which is given on line {entry.Line}", "Keep one of them.");

    /// <summary>The keys as a file spells them; aliases are known, but not offered.</summary>
    private sealed record Vocabulary(string[] Names, Dictionary<string, int> Index)
    {
        public static Vocabulary Of(IReadOnlyList<Key<T>> keys, KeyNaming naming)
        {
            var index = new Dictionary<string, int>(keys.Count, StringComparer.Ordinal);
            for (var i = 0; i < keys.Count; i++)
            {
                index.Add(keys[i].NameIn(naming), i);
                if (keys[i].Alias is { } alias)
                    index.Add(alias, keys.Count + i);
            }

            return new Vocabulary([.. keys.Select(k => k.NameIn(naming))], index);
        }
    }
}
