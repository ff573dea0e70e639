using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Yaml;

namespace Haloy.Config.Tests.Properties;

/// <summary>One input: bytes in a file whose name tells the format.</summary>
internal sealed record FuzzInput(string Name, byte[] Content);

/// <summary>What mutation starts from: every deploy file of the repository, and the samples in every format.</summary>
internal static class FuzzCorpus
{
    public static IReadOnlyList<FuzzInput> Files { get; } = [.. Written(), .. Generated()];

    private static IEnumerable<FuzzInput> Written() =>
        from directory in new[] { Repository.File("samples"), Repository.File("tests", "Haloy.Config.Tests", "Corpus") }
        from pattern in new[] { "*.yaml", "*.json", "*.toml" }
        from file in Directory.GetFiles(directory, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let content = File.ReadAllBytes(file)
        where content.Length < 32 * 1024
        select new FuzzInput("haloy" + Path.GetExtension(file), content);

    private static IEnumerable<FuzzInput> Generated()
    {
        var tree = YamlReader.Read(new SourceText("", File.ReadAllText(Repository.File("samples", "reference", "haloy.yaml"))));
        return from name in new[] { "haloy.json", "haloy.toml" } select new FuzzInput(name, System.Text.Encoding.UTF8.GetBytes(DocumentWriter.Write(tree, name)));
    }
}
