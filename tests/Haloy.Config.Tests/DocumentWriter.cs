using System.Globalization;
using System.Text;
using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Config.Schema;

namespace Haloy.Config.Tests;

/// <summary>Writes a tree of a deploy file, with the keys of the schema in snake_case, as YAML (flow style), JSON or TOML (one line per key).</summary>
internal static class DocumentWriter
{
    private static readonly HashSet<string> KnownPaths = [.. SchemaPaths.Of(FileSchema.Root.Shape)];

    public static string Write(ConfigNode root, string name) => Path.GetExtension(name) switch
    {
        ".json" => Json(root, "", KeyNaming.CamelCase),
        ".toml" => string.Concat(((MapNode)root).Entries.Where(e => !e.Value.IsNull).Select(e => $"{Quote(e.Key)} = {Toml(e.Value)}\n")),
        _ => Json(root, "", KeyNaming.SnakeCase),
    };

    // JSON with other keys is YAML too.
    private static string Json(ConfigNode node, string path, KeyNaming naming) => node switch
    {
        MapNode map => $"{{{string.Join(", ", map.Entries.Select(e => Entry(e, path, naming)))}}}",
        ListNode list => $"[{string.Join(", ", list.Items.Select(i => Json(i, path + "[]", naming)))}]",
        _ => Scalar((ScalarNode)node),
    };

    private static string Entry(MapEntry entry, string path, KeyNaming naming)
    {
        var known = $"{path}.{entry.Key}";
        return KnownPaths.Contains(known) || entry.Key == "builder"
            ? $"{Quote(naming.Spell(entry.Key))}: {Json(entry.Value, entry.Key == "builder" ? $"{path}.build_config" : known, naming)}"
            : $"{Quote(entry.Key)}: {Json(entry.Value, path + ".*", naming)}";
    }

    // TOML has no null: such a key is left out, which means the same.
    private static string Toml(ConfigNode node) => node switch
    {
        MapNode map => $"{{{string.Join(", ", map.Entries.Where(e => !e.Value.IsNull).Select(e => $"{Quote(e.Key)} = {Toml(e.Value)}"))}}}",
        ListNode list => $"[{string.Join(", ", list.Items.Select(Toml))}]",
        _ => Scalar((ScalarNode)node),
    };

    private static string Scalar(ScalarNode scalar) => scalar.Kind switch
    {
        ScalarKind.Null => "null",
        ScalarKind.Boolean => scalar.Text.ToLowerInvariant(),
        // 007 is a number in YAML alone.
        ScalarKind.Integer or ScalarKind.Float when scalar.Text is not ['0', >= '0' and <= '9', ..] => scalar.Text,
        _ => Quote(scalar.Text),
    };

    private static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (char.IsControl(character) || character is '"' or '\\')
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                result.Append(character);
        }

        return result.Append('"').ToString();
    }
}
