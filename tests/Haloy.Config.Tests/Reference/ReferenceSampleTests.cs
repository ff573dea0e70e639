using Haloy.Config.Binding;
using Haloy.Config.Problems;
using Haloy.Config.Schema;
using Haloy.Config.Targets;

namespace Haloy.Config.Tests.Reference;

/// <summary>The reference sample shows every key, and works.</summary>
public sealed class ReferenceSampleTests
{
    private static IEnumerable<string> KeyNames => SchemaPaths.Of(FileSchema.Root.Shape)
        .Select(p => p[(p.LastIndexOf('.') + 1)..].Replace("[]", "", StringComparison.Ordinal))
        .Where(n => n != "*")
        .Distinct();

    [Fact]
    public void Reference_sample_shows_every_key()
    {
        var lines = File.ReadAllLines(Repository.File("samples", "reference", "haloy.yaml"));

        Assert.Equal("", string.Join(", ", KeyNames.Where(n => !lines.Any(l => Shows(l, n)))));
    }

    private static bool Shows(string line, string key) =>
        line.TrimStart(' ', '-', '#').StartsWith(key + ":", StringComparison.Ordinal)
        || line.Contains($"{{{key}:", StringComparison.Ordinal)
        || line.Contains($", {key}:", StringComparison.Ordinal);

    [Fact]
    public void Reference_sample_loads_and_resolves()
    {
        var loaded = DeployFileLoader.Load(Repository.File("samples", "reference", "haloy.yaml"), "/");
        Assert.True(loaded.Succeeded, ConfigProblemFormatter.Format(loaded.Problems));

        var resolved = TargetResolver.Resolve(loaded.Value, TargetSelection.All, name => $"value of {name}");

        Assert.True(resolved.Succeeded, ConfigProblemFormatter.Format(resolved.Problems));
        Assert.Equal(["production", "staging", "database"], resolved.Value.Select(t => t.Key));
    }
}
