using Haloy.Config.Problems;
using Haloy.Config.Secrets.Providers;

namespace Haloy.Config.Tests.Secrets;

/// <summary>docs/secrets.md: what it shows can be copied into a deploy file, and no provider is left out.</summary>
public sealed class SecretsPageTests
{
    private static readonly string[] Blocks = File.ReadAllText(Repository.File("docs", "secrets.md")).Split("```yaml\n")[1..];

    public static TheoryData<string> Examples => [.. Blocks.Select(b => b[..b.IndexOf("```", StringComparison.Ordinal)])];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_is_valid(string example)
    {
        var yaml = example.StartsWith("name:", StringComparison.Ordinal) ? example : $"name: shop\n{example}";

        Assert.Equal("", ConfigProblemFormatter.Format(Deploy.Problems(yaml)));
    }

    [Fact]
    public void Every_provider_has_an_example() =>
        Assert.Equal(SecretProvider.Names.Order(), SecretProvider.Names.Where(n => Examples.Any(e => e.Data.Contains($"\n  {n}:", StringComparison.Ordinal))).Order());
}
