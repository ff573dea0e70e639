using System.Diagnostics.CodeAnalysis;
using Haloy.Config.Parsing;
using Haloy.Config.Problems;

namespace Haloy.Config.Binding;

/// <summary>Values of one type under names the file chooses; a name without a value gets <paramref name="empty"/>.</summary>
/// <param name="item">Reads the values.</param>
/// <param name="noun">What the names name.</param>
/// <param name="empty">The value of a name without one.</param>
/// <param name="anyName">Whether names may have dots and spaces, as those that other programs give meaning to.</param>
internal sealed class MapReader<T>(ValueReader<T> item, string noun, T empty, bool anyName = false) : ValueReader<IReadOnlyDictionary<string, T>>
{
    // Names become parts of container names and paths; a limit also keeps a path from being repeated a million times over.
    private const int MaxNameLength = 128;

    public ValueReader<T> Item { get; } = item;

    public override string Wanted => $"a block with one key per {noun}";

    public override ValueShape Shape { get; } = new MapShape($"block with one key per {noun}", item.Shape, anyName ? null : $"^[^.\\s]{{1,{MaxNameLength}}}$");

    /// <summary>Reads every name; one whose value cannot be read is there too, without a value, so that what refers to it finds it.</summary>
    public override bool TryRead(ConfigNode node, KeyPath at, BindContext context, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, T> value)
    {
        value = null;
        if (node is not MapNode map)
        {
            context.WrongType(at, node, Wanted);
            return false;
        }

        var result = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in MapEntries.Distinct(map, at, context).Where(e => IsName(e, at, context)))
            result.Add(entry.Key, ReadEntry(entry, at.Key(entry.Key), context));
        value = new System.Collections.ObjectModel.ReadOnlyDictionary<string, T>(result);
        return true;
    }

    private bool IsName(MapEntry entry, KeyPath at, BindContext context)
    {
        // A dot would make references such as 'targets.a.b' ambiguous.
        if (entry.Key.Length is > 0 and <= MaxNameLength && (anyName || !entry.Key.Any(c => c == '.' || char.IsWhiteSpace(c))))
            return true;
        context.Incomplete(at);
        var shown = Suggestion.Short(entry.Key);
        context.Problem(
            ProblemCode.Value, at.Key(shown), entry, $"'{shown}' cannot name a {noun}", anyName ? $"Use a name of 1 to {MaxNameLength} characters." : $"Use a name without dots and spaces, of {MaxNameLength} characters at most.");
        return false;
    }

    private T ReadEntry(MapEntry entry, KeyPath at, BindContext context)
    {
        context.Places.Add(at, entry.Line, entry.Column);
        return !entry.Value.IsNull && Item.TryRead(entry.Value, at, context, out var read) ? read : empty;
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
                Repeated(entry, first[entry.Key], at, context);
        }

        return [.. map.Entries.Where(e => ReferenceEquals(first[e.Key], e))];
    }

    /// <summary>Says that a key is there again.</summary>
    public static void Repeated(MapEntry entry, MapEntry first, KeyPath at, BindContext context)
    {
        var shown = Suggestion.Short(entry.Key);
        context.Problem(ProblemCode.Conflict, at.Key(shown), entry, $"'{shown}' is given twice; the first time on line {first.Line}");
    }
}
