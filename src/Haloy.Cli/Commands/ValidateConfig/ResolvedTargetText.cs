using System.Text;
using System.Text.Json;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary>A target as text: JSON for a JSON file, else YAML with the keys of YAML files.</summary>
internal static class ResolvedTargetText
{
    public static string Of(TargetConfig target, string file)
    {
        var json = JsonSerializer.SerializeToElement(target, JsonLines.Types.TargetConfig);
        var text = new StringBuilder();
        if (Path.GetExtension(file) == ".json")
            return Indented(json);
        WriteYaml(text, json, indent: 0);
        return text.ToString().TrimEnd();
    }

    private static string Indented(JsonElement json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteYaml(StringBuilder text, JsonElement value, int indent)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                WriteNested(text.Append(' ', indent).Append(SnakeCase(member.Name)).Append(':'), member.Value, indent + 2);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                WriteItem(text, item, indent);
        }
    }

    private static void WriteNested(StringBuilder text, JsonElement value, int indent)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            WriteYaml(text.Append('\n'), value, indent);
        else
            text.Append(' ').Append(Scalar(value)).Append('\n');
    }

    private static void WriteItem(StringBuilder text, JsonElement item, int indent)
    {
        var start = text.Length;
        if (item.ValueKind != JsonValueKind.Object)
        {
            text.Append(' ', indent).Append("- ").Append(Scalar(item)).Append('\n');
            return;
        }

        WriteYaml(text, item, indent + 2);
        if (text.Length > start)
            text[start + indent] = '-';
    }

    // A JSON string is a YAML double-quoted scalar.
    private static string Scalar(JsonElement value) => value.GetRawText();

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
