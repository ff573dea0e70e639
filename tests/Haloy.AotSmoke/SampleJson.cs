using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Haloy.AotSmoke;

/// <summary>A document for a type, made from the generated metadata: every member that is read and written is there, and none has its default value.</summary>
internal static class SampleJson
{
    public static JsonNode Of(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => new JsonObject(type.Properties.Where(IsKept).Select(p => KeyValuePair.Create(p.Name, (JsonNode?)OfType(p.PropertyType, type)))),
        JsonTypeInfoKind.Enumerable => new JsonArray(OfType(type.ElementType!, type)),
        JsonTypeInfoKind.Dictionary => new JsonObject { ["key"] = OfType(type.ElementType!, type) },
        _ => Scalar(Nullable.GetUnderlyingType(type.Type) ?? type.Type),
    };

    private static JsonNode OfType(Type type, JsonTypeInfo owner) => Of(owner.Options.GetTypeInfo(type));

    // Written, which an ignored member is not, and read: by a setter, or as a parameter of the constructor.
    private static bool IsKept(JsonPropertyInfo member) => member.Get is not null && (member.Set is not null || member.AssociatedParameter is not null);

    private static JsonNode Scalar(Type type) =>
        type == typeof(string) ? "text"
        : type == typeof(bool) ? true
        : type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal) ? 7
        : type == typeof(byte[]) ? "BwcH"
        : type == typeof(DateTimeOffset) ? "2026-01-02T03:04:05+00:00"
        : throw new NotSupportedException($"No sample value is known for {type}: add one here.");
}
