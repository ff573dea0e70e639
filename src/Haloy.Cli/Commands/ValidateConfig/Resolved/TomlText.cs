using System.Text;
using System.Text.Json.Nodes;

namespace Haloy.Cli.Commands.ValidateConfig.Resolved;

/// <summary>Writes a tree as TOML: blocks as tables, lists of blocks as one table per entry, everything else in one line.</summary>
internal static class TomlText
{
    public static string Of(JsonObject root)
    {
        var text = new StringBuilder();
        WriteTable(text, root, "");
        return text.ToString().Trim();
    }

    // A table's own keys first: what follows the head of another belongs to that.
    private static void WriteTable(StringBuilder text, JsonObject table, string path)
    {
        foreach (var (name, value) in table.Where(e => !IsTables(e.Value)))
            text.Append(DocumentText.Key(name)).Append(" = ").Append(Inline(value)).Append('\n');
        foreach (var (name, value) in table.Where(e => IsTables(e.Value)))
        {
            var head = path + DocumentText.Key(name);
            if (value is JsonObject block)
                WriteTable(text.Append("\n[").Append(head).Append("]\n"), block, head + ".");
            foreach (var item in value as JsonArray ?? [])
                WriteTable(text.Append("\n[[").Append(head).Append("]]\n"), item!.AsObject(), head + ".");
        }
    }

    private static bool IsTables(JsonNode? value) => value is JsonObject { Count: > 0 } || (value is JsonArray { Count: > 0 } list && list.All(i => i is JsonObject));

    private static string Inline(JsonNode? value) => value switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(Inline))}]",
        JsonObject block => $"{{{string.Join(", ", block.Select(e => $"{DocumentText.Key(e.Key)} = {Inline(e.Value)}"))}}}",
        _ => DocumentText.Scalar(value),
    };
}
