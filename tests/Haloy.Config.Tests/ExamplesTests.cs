using System.Text.Json.Nodes;
using Haloy.Config.Problems;
using Haloy.Config.Secrets;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests;

/// <summary>
/// The examples of the original's documentation, one file each in <c>Examples</c>, with what comes of it beside: the document that
/// <c>validate-config --show-resolved-config --json --no-secrets</c> prints, without messages and hints.
/// </summary>
public sealed class ExamplesTests
{
    private static readonly string Folder = Repository.File("tests", "Haloy.Config.Tests", "Examples");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_resolves_as_documented(string name)
    {
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;

        var actual = Resolve(name);

        Assert.True(JsonNode.DeepEquals(expected, actual), $"{name} is now\n{actual}");
    }

    [Fact]
    public void Examples_are_all_there() => Assert.Equal(Directory.EnumerateFiles(Folder, "*.json").Count(), Names.Count);

    private static JsonObject Resolve(string name)
    {
        var loaded = DeployFileLoader.Load($"{name}.yaml", Folder);
        if (loaded.Value is not { } file)
            return Errors(loaded.Problems);
        var selection = file.TargetKeys.Count == 0 ? TargetSelection.Default : TargetSelection.All;
        var resolved = TargetResolver.Resolve(file, selection, variable => $"value of {variable}", SecretValues.NotLookedUp);
        return resolved.Value is { } targets ? Document(file, targets) : Errors(resolved.Problems);
    }

    private static JsonObject Document(DeployFile file, IReadOnlyList<ResolvedTarget> targets) => new()
    {
        ["ok"] = true,
        ["targets"] = new JsonObject(targets.Select(t => KeyValuePair.Create(t.Key, System.Text.Json.JsonSerializer.SerializeToNode(t.Config, ApiJson.Default.TargetConfig)))),
        ["globalPreDeploy"] = List(file.Config.GlobalPreDeploy),
        ["globalPostDeploy"] = List(file.Config.GlobalPostDeploy),
    };

    private static JsonArray List(IReadOnlyList<string>? commands) => [.. (commands ?? []).Select(c => JsonValue.Create(c))];

    private static JsonObject Errors(IReadOnlyList<ConfigProblem> problems) => new()
    {
        ["ok"] = false,
        ["errors"] = new JsonArray([.. problems.Select(p => new JsonObject
        {
            ["code"] = p.Code.Word(),
            ["path"] = p.Path,
            ["line"] = p.Line,
            ["column"] = p.Column,
        })]),
    };
}
