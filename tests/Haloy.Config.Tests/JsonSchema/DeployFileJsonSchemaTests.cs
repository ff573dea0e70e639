using System.Text.Json.Nodes;
using Haloy.Config.Binding;
using Haloy.Config.JsonSchema;
using Haloy.Config.Schema;

namespace Haloy.Config.Tests.JsonSchema;

/// <summary>The schema by itself; what it accepts is tested in <see cref="SchemaAgreementTests"/>.</summary>
public sealed class DeployFileJsonSchemaTests
{
    private static readonly JsonObject Yaml = JsonNode.Parse(DeployFileJsonSchema.Write(camelCase: false))!.AsObject();

    private static readonly JsonObject Json = JsonNode.Parse(DeployFileJsonSchema.Write(camelCase: true))!.AsObject();

    [Fact]
    public void Kinds_of_blocks_have_names_of_their_own()
    {
        var shared = DeployFileJsonSchema.Blocks(FileSchema.Root.Shape).GroupBy(b => b.Name).Where(g => g.Distinct(ReferenceEqualityComparer.Instance).Count() > 1);

        Assert.Equal("", string.Join(", ", shared.Select(g => g.Key)));
    }

    [Fact]
    public void Every_block_refuses_unknown_keys()
    {
        Assert.False((bool)Yaml["additionalProperties"]!);
        Assert.All(Yaml["$defs"]!.AsObject(), d => Assert.False((bool)d.Value!["additionalProperties"]!));
    }

    [Fact]
    public void Root_has_the_keys_of_a_target_and_its_own()
    {
        Assert.Equal(FileSchema.Root.Shape is BlockShape root ? root.Keys.Select(k => k.Name) : [], Yaml["properties"]!.AsObject().Select(p => p.Key));
        Assert.Equal("#/$defs/target/properties/replicas", (string?)Yaml["properties"]!["replicas"]!["$ref"]);
    }

    [Fact]
    public void Keys_are_described_with_defaults_words_and_ranges()
    {
        var target = Yaml["$defs"]!["target"]!["properties"]!;

        Assert.Equal("Containers to run. Default: 1.", (string?)target["replicas"]!["description"]);
        Assert.Equal((1, 1), ((int)target["replicas"]!["default"]!, (int)target["replicas"]!["minimum"]!));
        Assert.Equal(["rolling", "replace", null], target["deployment_strategy"]!["enum"]!.AsArray().Select(w => (string?)w));
        Assert.Equal((0, 600), ((int)target["min_ready_seconds"]!["minimum"]!, (int)target["min_ready_seconds"]!["maximum"]!));
        Assert.Null(target["name"]!["default"]);
    }

    [Fact]
    public void Json_files_have_keys_in_camel_case_and_speak_of_them_so()
    {
        var target = Json["$defs"]!["target"]!["properties"]!.AsObject();

        Assert.True(target.ContainsKey("healthCheckPath"));
        Assert.DoesNotContain(Json["$defs"]!.AsObject().SelectMany(d => d.Value!["properties"]!.AsObject()), p => p.Key.Contains('_', StringComparison.Ordinal));
        Assert.Contains("`healthCheckPath`", (string?)target["healthCheck"]!["description"], StringComparison.Ordinal);
    }

    [Fact]
    public void Second_name_of_a_key_excludes_the_first()
    {
        var image = Yaml["$defs"]!["image"]!;

        Assert.Equal((string?)image["properties"]!["build_config"]!["$ref"], (string?)image["properties"]!["builder"]!["$ref"]);
        Assert.Equal(["build_config", "builder"], image["not"]!["required"]!.AsArray().Select(n => (string?)n));
    }
}
