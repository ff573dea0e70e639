using System.Text;
using System.Text.Json.Nodes;

namespace Haloy.Cli.Commands.ValidateConfig.Resolved;

/// <summary>Writes a tree as YAML.</summary>
internal static class YamlText
{
    public static string Of(JsonObject root)
    {
        var text = new StringBuilder();
        WriteBlock(text, root, indent: 0);
        return text.ToString().TrimEnd();
    }

    private static void WriteBlock(StringBuilder text, JsonNode block, int indent)
    {
        if (block is JsonArray list)
        {
            foreach (var item in list)
                WriteItem(text, item, indent);
            return;
        }

        foreach (var (name, value) in block.AsObject())
        {
            text.Append(' ', indent).Append(DocumentText.Key(name)).Append(':');
            if (DocumentText.IsFilledBlock(value))
                WriteBlock(text.Append('\n'), value!, indent + 2);
            else
                text.Append(' ').Append(DocumentText.Scalar(value)).Append('\n');
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, int indent)
    {
        var start = text.Length;
        if (!DocumentText.IsFilledBlock(item))
        {
            text.Append(' ', indent).Append("- ").Append(DocumentText.Scalar(item)).Append('\n');
            return;
        }

        WriteBlock(text, item!, indent + 2);
        text[start + indent] = '-';
    }
}
