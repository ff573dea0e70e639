using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haloy.Config.Binding;
using Haloy.Config.Schema;

namespace Haloy.Config.JsonSchema;

/// <summary>The JSON Schema of deploy files, made of the same keys that are bound, for editors and other programs.</summary>
public static class DeployFileJsonSchema
{
    /// <summary>The schema as a JSON document.</summary>
    /// <param name="camelCase">Whether it is for files that spell keys in camelCase, as JSON ones do, instead of snake_case.</param>
    public static string Write(bool camelCase)
    {
        var naming = camelCase ? KeyNaming.CamelCase : KeyNaming.SnakeCase;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Document(json, new ShapeWriter(json, naming), naming);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Document(Utf8JsonWriter json, ShapeWriter shapes, KeyNaming naming)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", "Haloy deploy file");
        json.WriteString("description", "What to deploy, and where.");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        // The base of all targets: the same keys, so they are described once.
        foreach (var key in TargetSchema.Keys)
        {
            json.WriteStartObject(naming.Spell(key.Name));
            json.WriteString("$ref", $"#/$defs/target/properties/{naming.Spell(key.Name)}");
            json.WriteEndObject();
        }

        foreach (var key in FileSchema.RootKeys)
            shapes.Property(key.Shape);
        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("$defs");
        foreach (var block in Blocks(FileSchema.Root.Shape).Skip(1).DistinctBy(b => b.Name).OrderBy(b => b.Name, StringComparer.Ordinal))
            shapes.Definition(block);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Every block in a value, the value itself first.</summary>
    internal static IEnumerable<BlockShape> Blocks(ValueShape shape) => shape switch
    {
        BlockShape block => block.Keys.SelectMany(k => Blocks(k.Value)).Prepend(block),
        ListShape list => Blocks(list.Item),
        MapShape map => Blocks(map.Item),
        EitherShape either => either.Options.SelectMany(Blocks),
        _ => [],
    };
}
