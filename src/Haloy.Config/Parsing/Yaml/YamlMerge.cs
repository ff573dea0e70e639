namespace Haloy.Config.Parsing.Yaml;

/// <summary>Merge keys: <c>&lt;&lt;: *base</c> or <c>&lt;&lt;: [*a, *b]</c> (yaml.org/type/merge).</summary>
internal static class YamlMerge
{
    /// <summary>The maps a merge key names.</summary>
    public static IEnumerable<MapNode> Sources(ScalarNode key, ConfigNode value) => value switch
    {
        MapNode map => [map],
        ListNode list when list.Items.All(i => i is MapNode) => list.Items.Cast<MapNode>(),
        _ => throw new SyntaxException(key.Place, $"'<<' takes a block or a list of blocks, not {value.Found}", "Write '<<: *name'."),
    };

    /// <summary>A block's own keys, then what the merged ones add: own keys win, then earlier sources.</summary>
    public static IReadOnlyList<MapEntry> Apply(List<MapEntry> own, List<MapNode> sources)
    {
        if (sources.Count == 0)
            return own;
        var result = new List<MapEntry>(own);
        var seen = own.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        result.AddRange(sources.SelectMany(s => s.Entries).Where(e => seen.Add(e.Key)));
        return result;
    }
}
