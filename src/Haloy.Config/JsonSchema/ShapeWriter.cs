using System.Text.Json;
using Haloy.Config.Binding;
using Haloy.Config.Schema;

namespace Haloy.Config.JsonSchema;

/// <summary>Writes shapes as JSON Schema (draft 2020-12). Blocks become definitions, written once and referred to.</summary>
/// <param name="json">Where to write.</param>
/// <param name="naming">How the file spells keys.</param>
internal sealed class ShapeWriter(Utf8JsonWriter json, KeyNaming naming)
{
    /// <summary>The keywords of a value, inside an object that the caller opens and closes.</summary>
    /// <param name="shape">The value.</param>
    /// <param name="nullable">Whether it may be written and left empty, as every key may; items of lists may not.</param>
    public void Keywords(ValueShape shape, bool nullable)
    {
        switch (shape)
        {
            case ScalarShape scalar:
                Scalar(scalar, nullable);
                break;
            case ListShape list:
                Types("array", nullable);
                Nested("items", list.Item, nullable: false);
                break;
            case MapShape map:
                Types("object", nullable);
                if (map.NamePattern is { } pattern)
                    NamePattern(pattern);
                Nested("additionalProperties", map.Item, nullable: true);
                break;
            case BlockShape block:
                json.WriteString("$ref", $"#/$defs/{block.Name}");
                // The definition allows an empty block, because most of its uses are keys.
                if (!nullable)
                    json.WriteString("type", "object");
                break;
            case EitherShape either:
                json.WriteStartArray("anyOf");
                foreach (var option in either.Options)
                    Object(option, nullable);
                json.WriteEndArray();
                break;
        }
    }

    /// <summary>The definition of a block.</summary>
    public void Definition(BlockShape block)
    {
        json.WriteStartObject(block.Name);
        Types("object", nullable: true);
        json.WriteStartObject("properties");
        foreach (var key in block.Keys)
            Property(key);
        json.WriteEndObject();
        Required(block.Keys);
        foreach (var key in block.Keys.Where(k => k.Alias is not null))
            NotBoth(key);
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
    }

    /// <summary>A key, and its other name if it has one.</summary>
    public void Property(KeyShape key)
    {
        json.WriteStartObject(naming.Spell(key.Name));
        json.WriteString("description", KeyWords.Spell(Description(key), naming));
        Keywords(key.Value, nullable: true);
        Default(key);
        json.WriteEndObject();
        if (key.Alias is not { } alias)
            return;
        json.WriteStartObject(naming.Spell(alias));
        json.WriteString("description", $"Another name of '{naming.Spell(key.Name)}'.");
        Keywords(key.Value, nullable: true);
        json.WriteEndObject();
    }

    /// <summary>One type, or one of several: each with the keywords that mean something for it, as strict validators want it.</summary>
    private void Scalar(ScalarShape scalar, bool nullable)
    {
        if (TypeNames(scalar.Forms) is [var only])
        {
            Typed(only, scalar, nullable);
            return;
        }

        json.WriteStartArray("anyOf");
        foreach (var name in TypeNames(scalar.Forms))
        {
            json.WriteStartObject();
            Typed(name, scalar, nullable: false);
            json.WriteEndObject();
        }

        if (nullable)
        {
            json.WriteStartObject();
            json.WriteString("type", "null");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Typed(string name, ScalarShape scalar, bool nullable)
    {
        Types(name, nullable);
        if (name == "string" && scalar.Choices is { } choices)
            Enumeration(choices, nullable);
        if (name == "string" && scalar.Pattern is { } pattern)
            json.WriteString("pattern", pattern);
        if (name is not ("integer" or "number") || scalar.Bounds is not { } bounds)
            return;
        json.WriteNumber("minimum", bounds.Least);
        if (bounds.Most is not (int.MaxValue or long.MaxValue))
            json.WriteNumber("maximum", bounds.Most);
    }

    private void Enumeration(IReadOnlyList<string> choices, bool nullable)
    {
        json.WriteStartArray("enum");
        foreach (var choice in choices)
            json.WriteStringValue(choice);
        if (nullable)
            json.WriteNullValue();
        json.WriteEndArray();
    }

    private void Types(string name, bool nullable)
    {
        if (!nullable)
        {
            json.WriteString("type", name);
            return;
        }

        json.WriteStartArray("type");
        json.WriteStringValue(name);
        json.WriteStringValue("null");
        json.WriteEndArray();
    }

    private static List<string> TypeNames(ScalarForms forms)
    {
        (ScalarForms Form, string Name)[] all =
            [(ScalarForms.Text, "string"), (ScalarForms.Integer, "integer"), (ScalarForms.Number, "number"), (ScalarForms.Boolean, "boolean")];
        return [.. all.Where(t => forms.HasFlag(t.Form)).Select(t => t.Name)];
    }

    private void NamePattern(string pattern)
    {
        json.WriteStartObject("propertyNames");
        json.WriteString("pattern", pattern);
        json.WriteEndObject();
    }

    private void Nested(string keyword, ValueShape shape, bool nullable)
    {
        json.WritePropertyName(keyword);
        Object(shape, nullable);
    }

    private void Object(ValueShape shape, bool nullable)
    {
        json.WriteStartObject();
        Keywords(shape, nullable);
        json.WriteEndObject();
    }

    private void Required(IReadOnlyList<KeyShape> keys)
    {
        if (!keys.Any(k => k.Required))
            return;
        json.WriteStartArray("required");
        foreach (var key in keys.Where(k => k.Required))
            json.WriteStringValue(naming.Spell(key.Name));
        json.WriteEndArray();
    }

    private void NotBoth(KeyShape key)
    {
        json.WriteStartObject("not");
        // Only of a block: 'required' is true of everything else.
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        json.WriteBoolean(naming.Spell(key.Name), true);
        json.WriteBoolean(naming.Spell(key.Alias!), true);
        json.WriteEndObject();
        json.WriteStartArray("required");
        json.WriteStringValue(naming.Spell(key.Name));
        json.WriteStringValue(naming.Spell(key.Alias!));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Description(KeyShape key) => key.Default is { } fallback ? $"{key.Meaning} Default: {fallback}." : key.Meaning;

    /// <summary>The default where it is a value; others are words in the description only.</summary>
    private void Default(KeyShape key)
    {
        if (key is not { Default: { } text, Value: ScalarShape scalar })
            return;
        if (scalar.Choices?.Contains(text) == true)
            json.WriteString("default", text);
        else if (scalar.Forms.HasFlag(ScalarForms.Integer) && long.TryParse(text, out var number))
            json.WriteNumber("default", number);
        else if (scalar.Forms == ScalarForms.Boolean && bool.TryParse(text, out var yes))
            json.WriteBoolean("default", yes);
    }
}
