using Haloy.Config.Binding;
using Haloy.Config.Parsing;
using Haloy.Config.Parsing.Json;
using Haloy.Config.Parsing.Toml;
using Haloy.Config.Parsing.Yaml;

namespace Haloy.Config;

/// <summary>A format of deploy files; the extension alone decides which (spec/client §1.1).</summary>
/// <param name="Extensions">With their dot, in small letters.</param>
/// <param name="Naming">How its keys are spelled.</param>
/// <param name="ListAdvice">How a list is written, where the schema's own advice, which is YAML, does not fit.</param>
/// <param name="Read">Reads a text, or throws a <see cref="SyntaxException"/>.</param>
internal sealed record DeployFileFormat(IReadOnlyList<string> Extensions, KeyNaming Naming, string? ListAdvice, Func<SourceText, ConfigNode> Read)
{
    public static readonly DeployFileFormat Yaml = new([".yaml", ".yml"], KeyNaming.SnakeCase, null, YamlReader.Read);

    public static readonly DeployFileFormat Json = new([".json"], KeyNaming.CamelCase, "Lists are written in [ ].", JsonReader.Read);

    public static readonly DeployFileFormat Toml = new(
        [".toml"], KeyNaming.SnakeCase, "Lists are written in [ ], those of blocks also with one [[key]] per entry.", TomlNodes.Read);

    /// <summary>In the order in which a directory is searched.</summary>
    public static readonly IReadOnlyList<DeployFileFormat> All = [Yaml, Json, Toml];

    /// <summary>The format of a file, or <see langword="null"/> when its extension is none of theirs.</summary>
    public static DeployFileFormat? Of(string path) => All.FirstOrDefault(f => f.Extensions.Contains(Path.GetExtension(path)));
}
