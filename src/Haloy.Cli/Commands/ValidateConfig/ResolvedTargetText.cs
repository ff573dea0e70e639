using System.Text;
using System.Text.Json;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary>A resolved target for people to read: YAML with the wire's fields in snake_case.</summary>
internal static class ResolvedTargetText
{
    public static string Of(TargetConfig target)
    {
        var text = new StringBuilder();
        WriteBlock(text, JsonSerializer.SerializeToElement(target, JsonLines.Types.TargetConfig), indent: 0);
        return text.ToString().TrimEnd();
    }

    private static void WriteBlock(StringBuilder text, JsonElement block, int indent)
    {
        if (block.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in block.EnumerateObject())
                WriteMember(text.Append(' ', indent).Append(KeyOf(member.Name)).Append(':'), member.Value, indent);
        }
        else
        {
            foreach (var item in block.EnumerateArray())
                WriteItem(text, item, indent);
        }
    }

    private static void WriteMember(StringBuilder text, JsonElement value, int indent)
    {
        if (IsFilledBlock(value))
            WriteBlock(text.Append('\n'), value, indent + 2);
        else
            text.Append(' ').Append(Scalar(value)).Append('\n');
    }

    private static void WriteItem(StringBuilder text, JsonElement item, int indent)
    {
        var start = text.Length;
        if (!IsFilledBlock(item))
        {
            text.Append(' ', indent).Append("- ").Append(Scalar(item)).Append('\n');
            return;
        }

        WriteBlock(text, item, indent + 2);
        text[start + indent] = '-';
    }

    private static bool IsFilledBlock(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => false,
    };

    // A JSON string is a YAML double-quoted scalar, and an empty block of JSON one of YAML.
    private static string Scalar(JsonElement value) => value.GetRawText();

    // Names that the file chose, such as those of headers, stay as they are.
    private static string KeyOf(string name) => name.All(char.IsAsciiLetterOrDigit) && char.IsAsciiLetterLower(name[0]) ? JsonNamingPolicy.SnakeCaseLower.ConvertName(name) : name;
}
