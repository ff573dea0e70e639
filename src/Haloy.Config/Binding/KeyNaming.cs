namespace Haloy.Config.Binding;

/// <summary>How a file spells the keys of the schema, whose own names are snake_case. Names that a person chooses are never respelled.</summary>
internal enum KeyNaming
{
    /// <summary><c>health_check_path</c>: YAML and TOML.</summary>
    SnakeCase,

    /// <summary><c>healthCheckPath</c>: JSON.</summary>
    CamelCase,
}

/// <summary>The one rule between the two spellings.</summary>
internal static class KeySpelling
{
    /// <summary>A key of the schema, or a path of such keys, as the file spells it.</summary>
    public static string Spell(this KeyNaming naming, string name)
    {
        if (naming == KeyNaming.SnakeCase || !name.Contains('_', StringComparison.Ordinal))
            return name;
        var result = new System.Text.StringBuilder(name.Length);
        var raise = false;
        foreach (var character in name)
        {
            if (character != '_')
                result.Append(raise ? char.ToUpperInvariant(character) : character);
            raise = character == '_';
        }

        return result.ToString();
    }
}
