using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haloy.Contracts.Api;

namespace Haloy.Cli.Commands.ValidateConfig;

/// <summary>A resolved target as YAML that a deploy file could hold.</summary>
internal static class ResolvedTargetText
{
    public static string Of(TargetConfig target)
    {
        var text = new StringBuilder();
        WriteBlock(text, AsInFiles(JsonSerializer.SerializeToNode(target, JsonLines.Types.TargetConfig)!.AsObject()), indent: 0, KeyOf);
        return text.ToString().TrimEnd();
    }

    /// <summary>Undoes what reading a file moves to another place.</summary>
    private static JsonObject AsInFiles(JsonObject target)
    {
        if (target["healthCheck"] is JsonObject check && target.Remove("healthCheckPath", out var path))
            check["path"] = path;
        if (target.Remove("tlsCertificate", out var certificate))
            target["tls"] = certificate;
        if (target["canary"]?["abort"] is JsonObject abort && abort.Remove("errorRatePercent", out var rate))
            abort["errorRate"] = $"{rate}%";
        return target;
    }

    private static void WriteBlock(StringBuilder text, JsonNode block, int indent, Func<string, string> keyOf)
    {
        if (block is JsonArray list)
        {
            foreach (var item in list)
                WriteItem(text, item, indent);
            return;
        }

        foreach (var (name, value) in block.AsObject())
        {
            text.Append(' ', indent).Append(keyOf(name)).Append(':');
            // Below these the names are the file's own.
            WriteMember(text, value, indent, name is "headers" or "options" ? Quoted : KeyOf);
        }
    }

    private static void WriteMember(StringBuilder text, JsonNode? value, int indent, Func<string, string> keyOf)
    {
        if (IsFilledBlock(value))
            WriteBlock(text.Append('\n'), value!, indent + 2, keyOf);
        else
            text.Append(' ').Append(Scalar(value)).Append('\n');
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, int indent)
    {
        var start = text.Length;
        if (!IsFilledBlock(item))
        {
            text.Append(' ', indent).Append("- ").Append(Scalar(item)).Append('\n');
            return;
        }

        WriteBlock(text, item!, indent + 2, KeyOf);
        text[start + indent] = '-';
    }

    private static bool IsFilledBlock(JsonNode? value) => value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };

    // A JSON string is a YAML double-quoted scalar, and an empty block of JSON one of YAML.
    private static string Scalar(JsonNode? value) => value?.ToJsonString(JsonLines.Types.Options) ?? "null";

    /// <summary>On the wire the unit is in the name; in a file it is in the value, and a plain number means this one.</summary>
    private static string KeyOf(string name)
    {
        var key = name == "minReadySeconds" ? name : Without(Without(name, "Seconds"), "Bytes");
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(key);
    }

    private static string Without(string name, string unit) => name.EndsWith(unit, StringComparison.Ordinal) ? name[..^unit.Length] : name;

    private static string Quoted(string name) => JsonValue.Create(name).ToJsonString(JsonLines.Types.Options);
}
