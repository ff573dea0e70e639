using Haloy.Config.Binding;
using Haloy.Config.JsonSchema;
using Haloy.Config.Schema;
using Haloy.Config.Validation;

namespace Haloy.Config.Tests.Reference;

/// <summary>The tables of docs/configuration.md, made of the keys that are bound.</summary>
internal static class ReferenceTables
{
    /// <summary>Table name to text: one for each subject of a target's keys, for the keys of the root alone, and for each block.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Make();

    private static Dictionary<string, string> Make()
    {
        var tables = TargetSchema.Groups.ToDictionary(g => $"target: {g.Subject}", g => Table(g.Keys.Select(k => k.Shape)));
        tables["root"] = Table(FileSchema.RootKeys.Select(k => k.Shape));
        foreach (var block in DeployFileJsonSchema.Blocks(FileSchema.Root.Shape).Where(b => b.Name is not ("file" or "target")))
            tables[block.Name] = Table(block.Keys);
        return tables;
    }

    private static string Table(IEnumerable<KeyShape> keys) =>
        string.Join('\n', keys.Select(Row).Prepend("|---|---|---|---|").Prepend("| Key | Type | Default | Meaning |"));

    private static string Row(KeyShape key)
    {
        var name = key.Alias is null ? $"`{key.Name}`" : $"`{key.Name}` or `{key.Alias}`";
        var fallback = key.Required ? "required" : key.Default ?? "–";
        return $"| {name} | {Type(key.Value)} | {fallback} | {key.Meaning} |";
    }

    private static string Type(ValueShape shape) => shape switch
    {
        ScalarShape { Choices: { } choices } => string.Join(", ", choices.Select(c => $"`{c}`")),
        ScalarShape { Bounds: { } bounds } scalar => $"{scalar.Words}, {Range(scalar.Words, bounds)}",
        ListShape { Item: ScalarShape { Choices: not null } item } => $"list of {Type(item)}",
        ListShape { Item: ScalarShape { Bounds: not null } item } => $"list: {Type(item)}",
        BlockShape { Name: "valueSource" } => "value source",
        EitherShape { Options: [ScalarShape { Choices: not null } words, BlockShape] } => $"{Type(words)} or block",
        _ => shape.Words,
    };

    private static string Range(string words, Bounds bounds)
    {
        Func<long, string> write = words switch
        {
            "duration" => Amount.Duration,
            "size" => Amount.Size,
            _ => number => $"{number}",
        };
        return bounds.Most is int.MaxValue or long.MaxValue ? $"at least {write(bounds.Least)}" : $"{write(bounds.Least)} to {write(bounds.Most)}";
    }
}
