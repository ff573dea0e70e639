namespace Haloy.Config.Parsing.Toml;

/// <summary>Puts tables and values where headers and dotted keys say, and refuses what TOML forbids to define twice.</summary>
internal static class TomlTables
{
    /// <summary>The table that <c>[key]</c> defines.</summary>
    public static TomlTable Define(TomlTable root, IReadOnlyList<TomlKey> key)
    {
        var parent = Enter(root, key);
        var last = key[^1];
        if (!parent.Entries.TryGetValue(last.Name, out var existing))
            return Create(parent, last, TomlOrigin.Header);
        if (existing.Value is not TomlTable { Origin: TomlOrigin.Implied } implied)
            throw Twice(key, existing);
        implied.Origin = TomlOrigin.Header;
        return implied;
    }

    /// <summary>The table that <c>[[key]]</c> adds to its list.</summary>
    public static TomlTable Append(TomlTable root, IReadOnlyList<TomlKey> key)
    {
        var parent = Enter(root, key);
        var last = key[^1];
        if (!parent.Entries.TryGetValue(last.Name, out var existing))
            parent.Add(last, new TomlTableArray(last.Place));
        else if (existing.Value is not TomlTableArray)
            throw Twice(key, existing);
        var table = NewTable(parent, last.Place, TomlOrigin.Header);
        ((TomlTableArray)parent.Entries[last.Name].Value).Add(table);
        return table;
    }

    /// <summary>Sets <paramref name="key"/>, which may be dotted, in <paramref name="table"/>.</summary>
    public static void Assign(TomlTable table, IReadOnlyList<TomlKey> key, TomlValue value)
    {
        for (var i = 0; i < key.Count - 1; i++)
            table = Through(table, key, i);
        if (table.Entries.TryGetValue(key[^1].Name, out var existing))
            throw Twice(key, existing);
        table.Add(key[^1], value);
    }

    /// <summary>The table around the last part of a header; a list of tables stands for its last one.</summary>
    private static TomlTable Enter(TomlTable table, IReadOnlyList<TomlKey> key)
    {
        for (var i = 0; i < key.Count - 1; i++)
        {
            table = !table.Entries.TryGetValue(key[i].Name, out var entry) ? Create(table, key[i], TomlOrigin.Implied)
                : entry.Value is TomlTableArray list ? list.Tables[^1]
                : entry.Value is TomlTable { Origin: not TomlOrigin.Inline } inner ? inner
                : throw Closed(key, i, entry);
        }

        return table;
    }

    private static TomlTable Through(TomlTable table, IReadOnlyList<TomlKey> key, int index)
    {
        if (!table.Entries.TryGetValue(key[index].Name, out var entry))
            return Create(table, key[index], TomlOrigin.DottedKey);
        if (entry.Value is not TomlTable { Origin: TomlOrigin.DottedKey or TomlOrigin.Implied } inner)
            throw Closed(key, index, entry);
        inner.Origin = TomlOrigin.DottedKey;
        return inner;
    }

    private static TomlTable Create(TomlTable parent, TomlKey key, TomlOrigin origin)
    {
        var table = NewTable(parent, key.Place, origin);
        parent.Add(key, table);
        return table;
    }

    private static TomlTable NewTable(TomlTable parent, TextPlace place, TomlOrigin origin) =>
        parent.Depth < TomlLimits.MaxDepth ? new TomlTable(place, origin, parent.Depth + 1) : throw TomlLimits.TooDeep(place);

    private static SyntaxException Twice(IReadOnlyList<TomlKey> key, TomlEntry existing) =>
        new(key[0].Place, $"'{TomlKeyReader.Show(key)}' is already defined on line {existing.Place.Line}", "Keep one of them, or put all its keys together.");

    private static SyntaxException Closed(IReadOnlyList<TomlKey> key, int index, TomlEntry existing)
    {
        var name = TomlKeyReader.Show(key.Take(index + 1));
        var what = existing.Value is TomlTable or TomlTableArray ? "is complete" : "is not a table";
        return new SyntaxException(key[index].Place, $"'{name}' on line {existing.Place.Line} {what}, so nothing can be added to it here");
    }
}
