using System.Text.Json;
using Haloy.Core;

namespace Haloy.Config.Secrets.Reading;

/// <summary>What <c>op item get --format json</c> prints: <c>{"fields": [{"label": …, "value": …}, …]}</c>.</summary>
internal static class OnePasswordItem
{
    public static Outcome<SecretData> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("fields", out var fields)
                || fields.ValueKind != JsonValueKind.Array)
                return new Failure("op printed JSON that is not an item with 'fields'", "Version 2 of the 1Password CLI is needed: see 'op --version'.");
            return SecretData.Of(ByLabel(fields));
        }
        catch (JsonException exception)
        {
            return new Failure($"op printed something that is not JSON (line {exception.LineNumber + 1})", "Version 2 of the 1Password CLI is needed: see 'op --version'.");
        }
    }

    // Two fields may have one label; the last one counts.
    private static Dictionary<string, string> ByLabel(JsonElement fields)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields.EnumerateArray())
        {
            if (Text(field, "label") is { Length: > 0 } label)
                values[label] = Text(field, "value") ?? "";
        }

        return values;
    }

    private static string? Text(JsonElement field, string name) =>
        field.ValueKind == JsonValueKind.Object && field.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
