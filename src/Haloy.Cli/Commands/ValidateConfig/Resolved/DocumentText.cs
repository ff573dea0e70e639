using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Haloy.Cli.Commands.ValidateConfig.Resolved;

/// <summary>What YAML, JSON and TOML write alike.</summary>
internal static class DocumentText
{
    /// <summary>A number, a boolean, or text in double quotes, whose common escapes are the same in all three.</summary>
    public static string Scalar(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var content) ? Quoted(content) : value?.ToJsonString() ?? "null";

    /// <summary>A key, in quotes where one of the formats needs them.</summary>
    public static string Key(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : Quoted(name);

    public static bool IsFilledBlock(JsonNode? value) => value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };

    // Characters beyond the first plane are written as they are: TOML has no escapes made of surrogates.
    private static string Quoted(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\')
                result.Append('\\').Append(character);
            else if (character == '\n')
                result.Append("\\n");
            else if (char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF')
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                result.Append(character);
        }

        return result.Append('"').ToString();
    }
}
