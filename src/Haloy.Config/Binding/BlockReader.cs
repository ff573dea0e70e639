using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>A block with known keys.</summary>
internal sealed class BlockReader<T>(string wanted, T empty, IReadOnlyList<Key<T>> keys) : ValueReader<T>, IKeyed
{
    private readonly string[] _names = [.. keys.Select(k => k.Name)];

    public override string Wanted => wanted;

    public IEnumerable<string> Paths => keys.SelectMany(k => k.InnerPaths.Select(p => $".{k.Name}{p}").Prepend($".{k.Name}"));

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not MapNode map)
        {
            context.WrongType(at, node, wanted, $"Its keys are {Suggestion.List(_names)}.");
            return false;
        }

        value = Bind(map, at, context);
        return true;
    }

    private T Bind(MapNode map, KeyPath at, BindContext context)
    {
        var entries = MapEntries.Distinct(map, at, context).ToDictionary(e => e.Key, StringComparer.Ordinal);
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

        foreach (var unknown in entries.Values)
            context.Problem(ProblemCode.UnknownKey, at.Key(unknown.Key), unknown, $"unknown key '{unknown.Key}'", Suggestion.For(unknown.Key, _names));
        return block;
    }

    private static MapEntry? Take(Key<T> key, Dictionary<string, MapEntry> entries, KeyPath at, BindContext context)
    {
        entries.Remove(key.Name, out var entry);
        if (key.Alias is null || !entries.Remove(key.Alias, out var other))
            return entry;
        if (entry is not null)
        {
            context.Problem(ProblemCode.Conflict, at.Key(other.Key), other, $"'{key.Alias}' is another name of '{key.Name}', which is given on line {entry.Line}",
                "Keep one of them.");
        }

        return entry ?? other;
    }
}
