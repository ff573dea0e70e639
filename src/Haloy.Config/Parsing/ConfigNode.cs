namespace Haloy.Config.Parsing;

/// <summary>A value of a configuration file with its place, independent of the file's format.</summary>
internal abstract class ConfigNode(TextPlace place)
{
    public TextPlace Place { get; } = place;

    public int Line => Place.Line;

    public int Column => Place.Column;

    /// <summary>Nodes in this tree, aliases counted as often as they are used: what a walk over it costs.</summary>
    public abstract long Size { get; }

    /// <summary>What a person would call it: "a list", "the number 3".</summary>
    public abstract string Found { get; }

    /// <summary>Whether this is written but empty, as in <c>key:</c>.</summary>
    public bool IsNull => this is ScalarNode { Kind: ScalarKind.Null };
}

/// <summary>What a scalar is by its syntax.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Float,
    Text,

    /// <summary>A date, a time or both, which only TOML has.</summary>
    Time,
}

/// <summary>A single value; <paramref name="text"/> is exactly what the file says, so that <c>1.10</c> stays <c>1.10</c>.</summary>
internal sealed class ScalarNode(string text, ScalarKind kind, bool quoted, TextPlace place) : ConfigNode(place)
{
    public string Text { get; } = text;

    public ScalarKind Kind { get; } = kind;

    public bool Quoted { get; } = quoted;

    public override long Size => 1;

    // Text is not repeated in messages: it may be a secret in the wrong place.
    public override string Found => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => $"the boolean {Text}",
        ScalarKind.Integer or ScalarKind.Float when Text.Length > 20 => "a long number",
        ScalarKind.Integer or ScalarKind.Float => $"the number {Text}",
        ScalarKind.Time => $"the date or time {Text}",
        _ => Quoted ? "quoted text" : "text",
    };
}

/// <summary>One key with its value; the key has its own place.</summary>
internal sealed record MapEntry(string Key, TextPlace Place, ConfigNode Value)
{
    public int Line => Place.Line;

    public int Column => Place.Column;
}

/// <summary>Keys and values in the order of the file; a key written twice is there twice.</summary>
internal sealed class MapNode(IReadOnlyList<MapEntry> entries, TextPlace place) : ConfigNode(place)
{
    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    public override long Size { get; } = 1 + entries.Sum(e => e.Value.Size);

    public override string Found => "a block of keys";
}

/// <summary>Values in the order of the file.</summary>
internal sealed class ListNode(IReadOnlyList<ConfigNode> items, TextPlace place) : ConfigNode(place)
{
    public IReadOnlyList<ConfigNode> Items { get; } = items;

    public override long Size { get; } = 1 + items.Sum(i => i.Size);

    public override string Found => "a list";
}
