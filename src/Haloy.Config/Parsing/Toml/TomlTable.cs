namespace Haloy.Config.Parsing.Toml;

/// <summary>What made a table: decides what may still be added to it (TOML 1.0, "Table" and "Keys").</summary>
internal enum TomlOrigin
{
    /// <summary>A header named a table below it; it may still be defined, once.</summary>
    Implied,

    /// <summary>Its own header, or the root of the document; keys follow below the header, tables below it have headers of their own.</summary>
    Header,

    /// <summary>Dotted keys of one section; further ones may add to it, and headers of tables below it.</summary>
    DottedKey,

    /// <summary>Braces; nothing may be added.</summary>
    Inline,
}

/// <summary>A key with its own place, and its value.</summary>
internal sealed record TomlEntry(TextPlace Place, TomlValue Value);

/// <summary>Keys and values in the order in which they are first mentioned.</summary>
/// <param name="place">Where it is first mentioned.</param>
/// <param name="origin">What mentions it.</param>
/// <param name="depth">How many tables are around it.</param>
internal sealed class TomlTable(TextPlace place, TomlOrigin origin, int depth) : TomlValue(place)
{
    private readonly OrderedDictionary<string, TomlEntry> _entries = new(StringComparer.Ordinal);

    public TomlOrigin Origin { get; set; } = origin;

    public int Depth { get; } = depth;

    public IReadOnlyDictionary<string, TomlEntry> Entries => _entries;

    public void Add(TomlKey key, TomlValue value) => _entries.Add(key.Name, new TomlEntry(key.Place, value));
}

/// <summary>The tables of <c>[[headers]]</c>; unlike a list in brackets it grows with each.</summary>
internal sealed class TomlTableArray(TextPlace place) : TomlValue(place)
{
    private readonly List<TomlTable> _tables = [];

    public IReadOnlyList<TomlTable> Tables => _tables;

    public void Add(TomlTable table) => _tables.Add(table);
}
