namespace Haloy.Config.Parsing.Toml;

/// <summary>Turns a TOML document into the tree that every format becomes.</summary>
internal static class TomlNodes
{
    public static ConfigNode Read(SourceText source) => Of(TomlReader.Read(source.Text));

    private static ConfigNode Of(TomlValue value) => value switch
    {
        TomlTable table => new MapNode([.. table.Entries.Select(Entry)], value.Place),
        TomlTableArray list => new ListNode([.. list.Tables.Select(Of)], value.Place),
        TomlArray array => new ListNode([.. array.Items.Select(Of)], value.Place),
        _ => Of((TomlScalar)value),
    };

    private static MapEntry Entry(KeyValuePair<string, TomlEntry> entry) =>
        new(entry.Key, entry.Value.Place, Of(entry.Value.Value));

    private static ScalarNode Of(TomlScalar scalar) =>
        new(scalar.Text, Kind(scalar.Type), scalar.Type == TomlType.String, scalar.Place);

    // A deploy file has no dates; where text is due, one counts as the text it is written as.
    private static ScalarKind Kind(TomlType type) => type switch
    {
        TomlType.Integer => ScalarKind.Integer,
        TomlType.Float => ScalarKind.Float,
        TomlType.Boolean => ScalarKind.Boolean,
        TomlType.String => ScalarKind.Text,
        _ => ScalarKind.Time,
    };
}
