using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>Values of one type under names the file chooses; a name without a value gets <paramref name="empty"/>.</summary>
internal sealed class MapReader<T>(ValueReader<T> item, string noun, T empty) : ValueReader<IReadOnlyDictionary<string, T>>, IKeyed
{
    public IEnumerable<string> Paths => SchemaPaths.Of(Item).Select(p => ".*" + p);

    public ValueReader<T> Item { get; } = item;

    public override string Wanted => $"a block with one key per {noun}";

    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, T> value)
    {
        value = null;
        if (node is not MapNode map)
        {
            context.WrongType(at, node, Wanted);
            return false;
        }

        var result = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        var complete = true;
        foreach (var entry in MapEntries.Distinct(map, at, context))
            complete &= TryReadEntry(entry, at.Key(entry.Key), context, result);
        value = new System.Collections.ObjectModel.ReadOnlyDictionary<string, T>(result);
        return complete;
    }

    private bool TryReadEntry(MapEntry entry, KeyPath at, BindContext context, OrderedDictionary<string, T> result)
    {
        // A dot would make paths such as 'targets.a.b' ambiguous.
        if (entry.Key.Length == 0 || entry.Key.Contains('.', StringComparison.Ordinal) || entry.Key.Any(char.IsWhiteSpace))
        {
            context.Problem(ProblemCode.Value, at, entry, $"'{entry.Key}' cannot name a {noun}", "Use a name without dots and spaces.");
            return false;
        }

        context.Places.Add(at, entry.Line, entry.Column);
        if (entry.Value.IsNull)
            result.Add(entry.Key, empty);
        else if (Item.TryRead(entry.Value, at, context, out var read))
            result.Add(entry.Key, read);
        else
            return false;
        return true;
    }
}

/// <summary>The entries of a block without repetitions, which are problems.</summary>
internal static class MapEntries
{
    public static IReadOnlyList<MapEntry> Distinct(MapNode map, KeyPath at, BindContext context)
    {
        var first = new Dictionary<string, MapEntry>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!first.TryAdd(entry.Key, entry))
                context.Problem(ProblemCode.Conflict, at.Key(entry.Key), entry, $"'{entry.Key}' is given twice; the first time on line {first[entry.Key].Line}");
        }

        return [.. map.Entries.Where(e => ReferenceEquals(first[e.Key], e))];
    }
}
